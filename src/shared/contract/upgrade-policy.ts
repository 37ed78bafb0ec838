import { z } from 'zod';
import { USUAL_POLICY } from '../values/usual-policy.ts';

/** How upgrades are carried out here. Times in milliseconds. */
export const PolicyNumbers = z.object({
  /** Devices at the same time, over all batches. */
  atOnce: z.number().int().min(1).max(100),
  /** After failures that may pass: tries, the first wait and the longest one. */
  retries: z.number().int().min(0).max(20),
  firstWait: z.number().int().min(0).max(86_400_000),
  longestWait: z.number().int().min(0).max(86_400_000),
  /** From the first connection to the flash command. */
  prepareWithin: z.number().int().min(1_000).max(86_400_000),
  /** From the flash command until the device is told as not back. */
  backWithin: z.number().int().min(1_000).max(86_400_000),
});
const { shape } = PolicyNumbers;
export const UpgradePolicy = z.object({
  atOnce: shape.atOnce.default(USUAL_POLICY.atOnce),
  retries: shape.retries.default(USUAL_POLICY.retries),
  firstWait: shape.firstWait.default(USUAL_POLICY.firstWait),
  longestWait: shape.longestWait.default(USUAL_POLICY.longestWait),
  prepareWithin: shape.prepareWithin.default(USUAL_POLICY.prepareWithin),
  backWithin: shape.backWithin.default(USUAL_POLICY.backWithin),
});
export type UpgradePolicy = z.infer<typeof UpgradePolicy>;

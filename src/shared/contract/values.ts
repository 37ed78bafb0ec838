import { z } from 'zod';
import type { Failure as FailureValue, FailureCode, Remedy } from '../failures.ts';
import { failureRemedies } from '../failures.ts';
import { type Mac as MacValue, parseMac } from '../values/mac.ts';

/** Milliseconds since 1970, UTC. */
export const Instant = z.number().int().nonnegative();

export const Mac = z.string().transform((text, context): MacValue => {
  const mac = parseMac(text);
  if (mac) return mac;
  context.addIssue({ code: 'custom', message: `“${text.slice(0, 40)}” is not a MAC address` });
  return z.NEVER;
});

/** A plugin or package id: a name, never a path. */
export const Id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\\\0]+$/, 'must not hold a slash')
  .refine((id) => id !== '.' && id !== '..', 'must not be a folder reference');

export const Failure: z.ZodType<FailureValue> = z.object({
  code: z.enum(Object.keys(failureRemedies) as [FailureCode, ...FailureCode[]]),
  remedy: z.enum(['retry', 'check-input', 'check-device', 'check-host', 'ask-vendor', 'report-bug'] satisfies Remedy[]),
  message: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export const Port = z.number().int().min(0).max(65535);

/** A path on the engine's machine, whole: the engine has no folder of its own to start from. */
export const AbsolutePath = z
  .string()
  .max(4000)
  .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)[^\0]*$/, 'must be an absolute path');

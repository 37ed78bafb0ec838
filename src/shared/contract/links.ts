import { z } from 'zod';
import { call } from './kit.ts';
import { OperationId } from './operations.ts';
import { Failure, Id, Instant } from './values.ts';

/** A download address of a package file, and how it answered last. */
export const Link = z.object({
  url: z.string(),
  plugin: z.string(),
  package: z.string(),
  file: z.string(),
  /** `alive`: it answers, with the declared size where it says one. `unchecked`: nobody has asked yet. */
  state: z.enum(['alive', 'dead', 'unchecked']),
  failure: Failure.optional(),
  checkedAt: Instant.optional(),
});
export type Link = z.infer<typeof Link>;

const Of = z.object({ plugin: Id.optional() });

export const links = {
  /** Asks every address of a plugin, or of all installed ones, without downloading anything. */
  check: call(Of, z.object({ operation: OperationId })),
  /** What is known of them; the dead ones first. */
  list: call(Of, z.array(Link)),
};

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
  /** It belongs to what is installed; else to what the server offers. */
  installed: z.boolean(),
  /** `alive`: it answers, with the declared size where it says one. `unchecked`: nobody has asked yet. */
  state: z.enum(['alive', 'dead', 'unchecked']),
  failure: Failure.optional(),
  checkedAt: Instant.optional(),
});
export type Link = z.infer<typeof Link>;

/** `catalogue`: also what the server offers and is not installed, plugin or version. */
const Of = z.object({ plugin: Id.optional(), catalogue: z.boolean().optional() });

export const links = {
  /**
   * Asks every address of a plugin, or of all installed ones, without downloading it; one that several share is asked
   * once. With `catalogue`, archives that are not installed are fetched and read first: each is an item, with `plugin`,
   * and one that cannot be read is an item that failed.
   */
  check: call(Of, z.object({ operation: OperationId })),
  /** What is known of them; the dead ones first. With `catalogue`, of the archives that a check has read. */
  list: call(Of, z.array(Link)),
};

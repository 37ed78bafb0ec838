import { z } from 'zod';
import { call } from './kit.ts';
import { AbsolutePath, Failure } from './values.ts';

export const MatchedFile = z.object({ path: z.string(), plugin: z.string(), package: z.string(), file: z.string() });
export type MatchedFile = z.infer<typeof MatchedFile>;

export const UnmatchedFile = z.object({ path: z.string(), failure: Failure });
export type UnmatchedFile = z.infer<typeof UnmatchedFile>;

/** Bytes. */
export const StoreUsage = z.object({
  content: z.number(),
  /** Of `content`: nothing installed refers to it. */
  unused: z.number(),
  /** Downloads that can be gone on with. */
  partial: z.number(),
  diskFree: z.number(),
  /** What `content` and `partial` may come to together; null: as much as the disk takes. */
  limit: z.number().nullable(),
});
export type StoreUsage = z.infer<typeof StoreUsage>;

export const files = {
  /**
   * Files got by other means, licence-gated ones for the most part, and folders of them: each that a package of an
   * installed plugin declares is taken into the store, and the next installation finds it there.
   */
  add: call(
    z.object({ paths: z.array(AbsolutePath).min(1).max(1000) }),
    z.object({ matched: z.array(MatchedFile), unmatched: z.array(UnmatchedFile) }),
  ),
  usage: call(z.void(), StoreUsage),
  /**
   * A limit below what is there now is accepted: nothing is removed at once, which the answer shows, and what is fetched
   * next makes room first: what is unused goes, the oldest first.
   */
  setLimit: call(z.object({ bytes: z.number().int().positive().nullable() }), StoreUsage),
  /** Drops what is unused. Refused while something is being installed. */
  clean: call(z.void(), z.object({ freed: z.number() })),
};

import { z } from 'zod';
import { call } from './kit.ts';
import { AbsolutePath, Failure } from './values.ts';

export const MatchedFile = z.object({ path: z.string(), plugin: z.string(), package: z.string(), file: z.string() });
export type MatchedFile = z.infer<typeof MatchedFile>;

export const UnmatchedFile = z.object({ path: z.string(), failure: Failure });
export type UnmatchedFile = z.infer<typeof UnmatchedFile>;

export const files = {
  /**
   * Files got by other means, licence-gated ones for the most part, and folders of them: each that a package of an
   * installed plugin declares is taken into the store, and the next installation finds it there.
   */
  add: call(
    z.object({ paths: z.array(AbsolutePath).min(1).max(1000) }),
    z.object({ matched: z.array(MatchedFile), unmatched: z.array(UnmatchedFile) }),
  ),
  /** Bytes. `unused`: nothing installed refers to them. `partial`: downloads that can be gone on with. */
  usage: call(z.void(), z.object({ content: z.number(), unused: z.number(), partial: z.number(), diskFree: z.number() })),
  /** Drops what is unused. Refused while something is being installed. */
  clean: call(z.void(), z.object({ freed: z.number() })),
};

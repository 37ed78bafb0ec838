import { z } from 'zod';
import { HISTORY_LINE_LENGTH } from '../console/history.ts';
import { call } from './kit.ts';

const Line = z.string().min(1).max(HISTORY_LINE_LENGTH);

/** The console's language runs where its page or terminal is; only what was typed is kept here, for both. */
export const console = {
  /** The latest 1000 lines, oldest first. */
  history: call(z.void(), z.array(z.string())),
  /** Adds a line; one that repeats the latest is not kept twice. */
  remember: call(z.object({ line: Line }), z.object({ lines: z.number() })),
};

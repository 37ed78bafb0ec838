import type { Completion } from '../../../shared/console/complete.ts';

/** What Tab does to a line: the part that all candidates have in common is put in, and the rest offered. */
export function completed(line: string, [candidates, fragment]: Completion): { line: string; choices: readonly string[] } {
  const [first] = candidates;
  if (first === undefined) return { line, choices: [] };
  const stem = line.slice(0, line.length - fragment.length);
  if (candidates.length === 1) return { line: stem + first, choices: [] };
  return { line: stem + commonStart(candidates), choices: candidates };
}

/** The line with this candidate in place of what stood there of it. */
export function chosen(line: string, [, fragment]: Completion, candidate: string): string {
  return line.slice(0, line.length - fragment.length) + candidate;
}

function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const text of others) {
    while (!text.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, length);
}

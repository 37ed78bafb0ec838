import type { OpenFile } from '../tftp/file-cache.ts';

/** Of a file that is too large to stay in memory: one chunk of it, which is the only thing sure to be there at once. */
const PASSING_BYTES = 64 * 1024;
/** Other readers of a file too large for memory may take the place of what was just read; so often is no accident. */
const TRIES_MAX = 200;

/** The next bytes from `position` on, before `end`: at least one, at most `step`. Rejects where they cannot be read. */
export async function nextBytes(file: OpenFile, position: number, end: number, step: number): Promise<Buffer> {
  const { slots } = file.shared;
  // Every byte has its own place, so what was read stays: all downloads send the same memory.
  if (slots.byteLength >= file.size) {
    const length = Math.min(step, end - position);
    await file.load(position, length);
    return Buffer.from(slots, position, length);
  }
  const length = Math.min(PASSING_BYTES - (position % PASSING_BYTES), end - position);
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    if (file.copy(position, length, bytes, 0)) return bytes;
    await file.load(position, length);
  }
  throw new Error('too many different places of the file are read at once');
}

import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeNamedFolder } from './named-folder.ts';
import { syncFolder } from './sync.ts';
import { isDiskError, storeFailure } from './disk-failure.ts';

/**
 * Puts a whole file under its name, or leaves what was there: bytes go to a hidden neighbour, are flushed, then renamed.
 * `check` looks at the neighbour first and may throw; false leaves the former file. `mode`: its rights, before the umask.
 *
 * @throws ProvdeskError `store.unreadable`, `store.disk-full` and what `bytes` or `check` throw
 */
export async function replaceFile(
  target: string,
  bytes: Readable | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  check: (writtenPath: string) => Promise<boolean> = () => Promise.resolve(true),
  mode = 0o666,
): Promise<void> {
  const written = neighbourOf(target);
  try {
    await makeNamedFolder(path.dirname(target));
    await pipeline(bytes, createWriteStream(written, { flags: 'wx', flush: true, mode }));
    if (!(await check(written))) return;
    await rename(written, target);
    await syncFolder(path.dirname(target));
  } catch (error) {
    throw isDiskError(error) ? storeFailure(error, target) : error;
  } finally {
    // Where there is no folder there is no neighbour either, and why it was not written is told already.
    await rm(written, { force: true }).catch(() => undefined);
  }
}

/** A hidden name beside it: the same disk, and no reader of the folder takes it for a file of it. */
export function neighbourOf(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
}

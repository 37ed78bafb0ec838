import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ProvdeskError } from '../../../shared/failures.ts';
import { codeOf, storeFailure } from '../store/disk-failure.ts';
import { replaceFile } from '../store/replace-file.ts';
import { safeJoin } from '../store/safe-join.ts';

interface Writable {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Puts files below a folder, which is made where it is missing. Looks at all of them first: where one of another content is
 * there and `overwrite` does not allow it, none is written. Each is whole under its name, or what was there is.
 *
 * @throws ProvdeskError `devices.would-overwrite`, `path.outside-root`, `store.*`
 */
export async function writeRendered(dir: string, files: readonly Writable[], overwrite: boolean): Promise<void> {
  const missing: { readonly target: string; readonly bytes: Uint8Array }[] = [];
  for (const { path: name, bytes } of files) {
    const target = safeJoin(path.resolve(dir), name);
    const there = await readIfThere(target);
    if (there?.equals(bytes)) continue;
    if (there && !overwrite) throw new ProvdeskError('devices.would-overwrite', { path: target });
    missing.push({ target, bytes });
  }
  for (const { target, bytes } of missing) await replaceFile(target, [bytes]);
}

async function readIfThere(target: string): Promise<Buffer | undefined> {
  return await readFile(target).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw storeFailure(error, target);
  });
}

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './disk-failure.ts';

/**
 * A folder that a person names, with those above it. Node's own, with `recursive`, tries for ever where the system says
 * of a folder that is there that it is not: below `/proc`, and on some network disks. Each is tried twice here.
 *
 * @throws the file system's own error. What is there already is left: whether it is a folder, who writes into it hears.
 */
export async function makeNamedFolder(dir: string): Promise<void> {
  if ((await made(dir)) === undefined) return;
  await makeNamedFolder(path.dirname(dir));
  const still = await made(dir);
  if (still !== undefined) throw still;
}

/** What the system says where the folder above is missing; undefined where there is one now. */
async function made(dir: string): Promise<Error | undefined> {
  // Nobody makes the root; some systems say so in words of their own.
  if (path.dirname(dir) === dir) return undefined;
  try {
    await mkdir(dir);
  } catch (error) {
    if (error instanceof Error && codeOf(error) === 'ENOENT') return error;
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return undefined;
}

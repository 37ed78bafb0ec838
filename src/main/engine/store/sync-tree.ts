import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { syncFile, syncFolder } from './sync.ts';

/** More at once gain nothing: node has four threads for it. */
const AT_ONCE = 8;

/** What puts one name on the disk. */
export interface Syncs {
  readonly file: (filePath: string) => Promise<void>;
  readonly folder: (dir: string) => Promise<void>;
}

/**
 * Puts everything below a folder, and the folder itself, on the disk: a loss of power after it leaves no file empty.
 * A plugin's hundred files take some 50 ms. Knows no bound of its own: the tree is one that was unpacked within bounds.
 */
export async function syncTree(dir: string, { file, folder }: Syncs = { file: syncFile, folder: syncFolder }): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const waiting = entries.map((entry) => {
    const name = path.join(entry.parentPath, entry.name);
    return () => (entry.isDirectory() ? folder(name) : file(name));
  });
  waiting.push(() => folder(dir));
  const work = async () => {
    for (let sync = waiting.pop(); sync; sync = waiting.pop()) await sync();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

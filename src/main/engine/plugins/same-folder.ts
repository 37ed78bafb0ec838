import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../store/disk-failure.ts';

/** Whether two folders hold the same files and folders with the same bytes. One that is not there is like no other. */
export async function isSameFolder(one: string, other: string): Promise<boolean> {
  const [names, others] = await Promise.all([entriesOf(one), entriesOf(other)]);
  if (!names || !others || names.join('\n') !== others.join('\n')) return false;
  for (const name of names) {
    if (name.endsWith('/')) continue;
    if (!(await isSameFile(path.join(one, name), path.join(other, name)))) return false;
  }
  return true;
}

/** Relative paths in order; a folder's ends in a slash. */
async function entriesOf(dir: string): Promise<string[] | undefined> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const pathOf = (parent: string, name: string) => path.relative(dir, path.join(parent, name)).split(path.sep).join('/');
    return entries.map((entry) => `${pathOf(entry.parentPath, entry.name)}${entry.isDirectory() ? '/' : ''}`).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [{ size }, { size: otherSize }] = await Promise.all([stat(one), stat(other)]);
  if (size !== otherSize) return false;
  const [bytes, otherBytes] = await Promise.all([readFile(one), readFile(other)]);
  return bytes.equals(otherBytes);
}

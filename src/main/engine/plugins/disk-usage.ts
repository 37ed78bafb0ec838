import { readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { ContentStore } from '../store/content-store.ts';
import type { BusyPlugins } from './busy-plugins.ts';

/** Bytes that the data folder holds, and that are free beside it. */
export async function diskUsage(
  contents: ContentStore,
  partialDir: string,
): Promise<{ content: number; unused: number; partial: number; diskFree: number }> {
  let partial = 0;
  for (const name of await readdir(partialDir)) {
    // One that was finished in this very moment counts for nothing.
    partial += await stat(path.join(partialDir, name)).then(
      ({ size }) => size,
      () => 0,
    );
  }
  const { bavail, bsize } = await statfs(partialDir);
  return { ...contents.usage(), partial, diskFree: bavail * bsize };
}

/** @throws ProvdeskError `plugins.busy`: what an installation has fetched is not referred to by anything yet */
export function cleanUnused(contents: ContentStore, busy: BusyPlugins): { freed: number } {
  const plugin = busy.other('');
  if (plugin !== undefined) throw new ProvdeskError('plugins.busy', { plugin });
  return { freed: contents.clean() };
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ContentStore } from '../store/content-store.ts';
import { codeOf } from '../store/disk-failure.ts';
import { CUSTOM_FILES, PLUGIN_ITSELF, type PublishedFiles } from '../store/published-files.ts';
import { readChunks } from '../store/read-chunks.ts';
import { safeJoin } from '../store/safe-join.ts';

/** Folders whose files phones fetch as they are: what the plugin ships, and what the technician puts over it. */
export interface StaticFolders {
  readonly contents: ContentStore;
  readonly published: PublishedFiles;
  /** `<plugin>/tftpboot/` below it is never touched by an upgrade or an uninstallation. */
  readonly customDir: string;
}

export interface StaticFiles {
  readonly shipped: readonly StaticFile[];
  readonly custom: readonly StaticFile[];
}

interface StaticFile {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

/** Takes a plugin's static files into the store. @see reference wazo-provd.md 1.2 (`var/tftpboot`) */
export async function storeStaticFiles(id: string, dir: string, parts: StaticFolders): Promise<StaticFiles> {
  return {
    shipped: await storeFolder(parts.contents, path.join(dir, 'var', 'tftpboot')),
    custom: await storeFolder(parts.contents, path.join(safeJoin(parts.customDir, id), 'tftpboot')),
  };
}

/** In a transaction: what a plugin publishes beside its packages. */
export function publishStaticFiles(id: string, files: StaticFiles, parts: StaticFolders, now: number): void {
  parts.published.replace(id, PLUGIN_ITSELF, files.shipped, now);
  parts.published.replace(id, CUSTOM_FILES, files.custom, now);
}

async function storeFolder(contents: ContentStore, dir: string): Promise<StaticFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  });
  const files: StaticFile[] = [];
  for (const entry of entries.filter((found) => found.isFile())) {
    const filePath = path.join(entry.parentPath, entry.name);
    const { sha256, size } = await contents.keep(await contents.receive(readChunks(filePath), entry.name));
    files.push({ path: path.relative(dir, filePath).split(path.sep).join('/'), sha256, size });
  }
  return files;
}

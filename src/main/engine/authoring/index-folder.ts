import path from 'node:path';
import { parsePluginIndex } from '../../domain/plugins/plugin-index.ts';
import { isRecord } from '../../domain/plugins/plugin-info.ts';
import type { FolderIndex } from '../../../shared/contract/repo.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { compareVersions } from '../../../shared/values/version.ts';
import { isThere, readArchives } from './channel.ts';
import type { AuthoringParts } from './parts.ts';
import type { PluginArchive } from './read-archive.ts';
import { replaceFile } from '../store/replace-file.ts';

/**
 * Writes `plugins.db` of a folder from the archives in it: the highest version of each plugin. An archive that cannot
 * be read is told by name and left out.
 *
 * @throws ProvdeskError what the first archive says where none can be read: the former index stays then;
 *   `repo.no-archives` where there is neither an archive nor an index; `store.…`
 */
export async function indexFolder(dir: string, parts: AuthoringParts): Promise<FolderIndex> {
  const { archives, broken } = await readArchives(dir, parts, refuseUnreadable);
  const [first] = broken;
  if (first && archives.length === 0) throw ProvdeskError.of(first.failure);
  const indexPath = path.join(dir, 'plugins.db');
  // Where an index is, its last archive was taken away; where none is, the folder is another one than was meant.
  if (archives.length === 0 && !(await isThere(indexPath))) throw new ProvdeskError('repo.no-archives', { path: dir });
  const highest = highestOf(archives);
  const index = Object.fromEntries(highest.map((archive) => [archive.id, entryOf(archive)]));
  await replaceFile(indexPath, [Buffer.from(`${sortedJson(index)}\n`)]);
  return {
    plugins: highest.map(({ id, version, filename }) => ({ id, version, filename })),
    superseded: archives.filter((archive) => !highest.includes(archive)).map(({ filename }) => filename),
    broken,
  };
}

/** One archive per plugin, by id. Of two with one version the first by name: which one must not hang on the disk. */
function highestOf(archives: readonly PluginArchive[]): PluginArchive[] {
  const highest = new Map<string, PluginArchive>();
  for (const archive of archives) {
    const other = highest.get(archive.id);
    if (!other || compareVersions(archive.version, other.version) > 0) highest.set(archive.id, archive);
  }
  return [...highest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What our own reader of indexes would leave out is not offered. */
function refuseUnreadable(archive: PluginArchive): void {
  const read = parsePluginIndex(JSON.stringify({ [archive.id]: entryOf(archive) }));
  if ('reason' in read) throw new ProvdeskError('plugins.entry-invalid', { plugin: archive.id, reason: read.reason });
}

/** @see reference wazo-provd.md 1.1 */
function entryOf({ info, filename, archiveBytes, sha1sum }: PluginArchive): object {
  return { ...info, filename, dsize: archiveBytes, sha1sum };
}

/** On one line, keys in order at every depth: the same archives give the same index. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Channel } from '../../../shared/contract/repo.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { compareVersions } from '../../../shared/values/version.ts';
import { parsePluginIndex } from '../../domain/plugins/plugin-index.ts';
import { codeOf, storeFailure } from '../store/disk-failure.ts';
import type { AuthoringParts } from './parts.ts';
import { archivesIn, type PluginArchive, readPluginArchive } from './read-archive.ts';

/**
 * What lies in a channel's folder, by what is in its archives, beside what its index says of it. An archive that cannot
 * be read is told by name and hides no other.
 *
 * @throws ProvdeskError `store.unreadable`
 */
export async function readChannel(dir: string, parts: AuthoringParts): Promise<Channel> {
  if (!(await isThere(dir))) return { exists: false, plugins: [], broken: [] };
  const { archives, broken } = await readArchives(dir, parts);
  const offered = await readOffered(path.join(dir, 'plugins.db'));
  const ids = [...new Set(archives.map(({ id }) => id))].sort();
  const plugins = ids.map((id) => ({
    id,
    offered: offered.get(id) ?? null,
    versions: archives
      .filter((archive) => archive.id === id)
      .sort((a, b) => compareVersions(b.version, a.version))
      .map(({ version, filename, archiveBytes }) => ({ version, filename, size: archiveBytes })),
  }));
  return { exists: true, plugins, broken };
}

/** Every archive of a folder, in the order of names. @throws ProvdeskError `store.unreadable` of the folder itself */
export async function readArchives(
  dir: string,
  parts: AuthoringParts,
  refuse: (archive: PluginArchive) => void = () => undefined,
): Promise<{ archives: PluginArchive[]; broken: Channel['broken'] }> {
  const archives: PluginArchive[] = [];
  const broken: Channel['broken'] = [];
  for (const filename of await archivesIn(dir)) {
    try {
      const archive = await readPluginArchive(path.join(dir, filename), parts);
      refuse(archive);
      archives.push(archive);
    } catch (error) {
      if (!(error instanceof ProvdeskError)) throw error;
      broken.push({ filename, failure: error.failure });
    }
  }
  return { archives, broken };
}

/** An index that is missing or cannot be read offers nothing: writing it anew is what the list then calls for. */
async function readOffered(indexPath: string): Promise<Map<string, string>> {
  const text = await readFile(indexPath, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw storeFailure(error, indexPath);
  });
  const index = parsePluginIndex(text);
  return new Map('reason' in index ? [] : index.entries.map(({ id, version }) => [id, version]));
}

/** @throws ProvdeskError `store.unreadable` */
export async function isThere(dir: string): Promise<boolean> {
  return await stat(dir).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw storeFailure(error, dir);
    },
  );
}

import { createReadStream } from 'node:fs';
import path from 'node:path';
import { comparePlugins } from '../../domain/plugins/compare-plugins.ts';
import type { PluginChange } from '../../../shared/contract/plugin-change.ts';
import type { FolderIndex } from '../../../shared/contract/repo.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { compareVersions } from '../../../shared/values/version.ts';
import { codeOf } from '../store/disk-failure.ts';
import { indexFolder } from './index-folder.ts';
import { measureFile } from './measure.ts';
import type { AuthoringParts } from './parts.ts';
import { archivesIn, type PluginArchive, readPluginArchive } from './read-archive.ts';
import { replaceFile } from '../store/replace-file.ts';

export interface Promotion {
  readonly id: string;
  /** Folders that hold archives and their index: channels. `to` is made where it is missing. */
  readonly from: string;
  readonly to: string;
}

/**
 * What a promotion would change for those who use the channel `to`.
 *
 * @throws ProvdeskError `repo.not-found`, `repo.not-newer`, and what the archives say
 */
export async function previewPromotion(promotion: Promotion, parts: AuthoringParts): Promise<PluginChange> {
  return (await compare(promotion, parts)).change;
}

/**
 * Copies the highest version of a plugin into another channel and writes that channel's index anew. The archive comes
 * first and the index is renamed into place, so the index names only what is there, wherever this is cut short.
 *
 * @throws ProvdeskError as `previewPromotion`, and `store.…`
 */
export async function promote(
  promotion: Promotion,
  parts: AuthoringParts,
): Promise<{ change: PluginChange; copied: boolean; index: FolderIndex }> {
  const { change, candidate, isThere } = await compare(promotion, parts);
  if (!isThere) {
    const target = path.join(promotion.to, candidate.filename);
    await replaceFile(target, createReadStream(path.join(promotion.from, candidate.filename)), async (writtenPath) => {
      // Someone may be building into the folder it comes from.
      const { sha1sum } = await measureFile(writtenPath);
      if (sha1sum === candidate.sha1sum) return true;
      const facts = { plugin: candidate.id, file: candidate.filename, what: 'SHA-1' };
      throw new ProvdeskError('plugins.archive-mismatch', { ...facts, expected: candidate.sha1sum, actual: sha1sum });
    });
  }
  return { change, copied: !isThere, index: await indexFolder(promotion.to, parts) };
}

async function compare({ id, from, to }: Promotion, parts: AuthoringParts) {
  const candidate = highest(await versionsIn(from, id, parts));
  if (!candidate) throw new ProvdeskError('repo.not-found', { plugin: id, folder: from });
  // What is broken there is told when the folder is indexed; a channel that does not exist yet is an empty one.
  const present = highest(
    await versionsIn(to, id, parts, (error) => /^(?:archive|plugins)\./.test(error.code) || isAbsent(error)),
  );
  const isThere = present?.sha1sum === candidate.sha1sum;
  if (present && !isThere && compareVersions(candidate.version, present.version) <= 0) {
    throw new ProvdeskError('repo.not-newer', { plugin: id, folder: to, there: present.version, version: candidate.version });
  }
  return { candidate, isThere, change: comparePlugins(id, present ?? null, candidate) };
}

/** Archives begin with the id, dashes for underscores; so do those of longer ids, which are told apart by what is inside. */
async function versionsIn(
  dir: string,
  id: string,
  parts: AuthoringParts,
  mayPass: (error: ProvdeskError) => boolean = () => false,
): Promise<PluginArchive[]> {
  const pass = (error: unknown) => {
    if (error instanceof ProvdeskError && mayPass(error)) return [];
    throw error;
  };
  const found: PluginArchive[] = [];
  for (const filename of await archivesIn(dir).catch(pass)) {
    if (!filename.startsWith(`${id.replaceAll('_', '-')}-`)) continue;
    const read = readPluginArchive(path.join(dir, filename), parts);
    found.push(...(await read.then((archive) => [archive], pass)));
  }
  return found.filter((archive) => archive.id === id);
}

function highest(archives: readonly PluginArchive[]): PluginArchive | undefined {
  return archives.reduce<PluginArchive | undefined>(
    (best, each) => (best && compareVersions(each.version, best.version) <= 0 ? best : each),
    undefined,
  );
}

function isAbsent(error: ProvdeskError): boolean {
  return codeOf(error.cause) === 'ENOENT';
}

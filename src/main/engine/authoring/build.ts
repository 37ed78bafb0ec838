import { rm, mkdir } from 'node:fs/promises';
import type { BuiltArchive, PluginProblem } from '../../../shared/contract/repo.ts';
import { checkPlugin } from '../../domain/authoring/check-plugin.ts';
import { type Failure, ProvdeskError } from '../../../shared/failures.ts';
import { codeOf } from '../store/disk-failure.ts';
import { safeJoin, unsafeNameReason } from '../store/safe-join.ts';
import { measureFile } from './measure.ts';
import type { AuthoringParts } from './parts.ts';
import {
  findPluginFolders,
  listMembers,
  type Member,
  type PluginFolder,
  readPluginTexts,
  requireValid,
} from './plugin-folder.ts';
import { replaceFile } from '../store/replace-file.ts';
import { archiveBytes } from './tar-bytes.ts';

/** provd's builder makes these in every plugin, and its plugins rely on them. @see reference wazo-provd.md 1.2 */
const STANDARD_FOLDERS = ['var', 'var/cache', 'var/installed', 'var/templates', 'var/tftpboot'];

export interface BuildResult {
  readonly archives: BuiltArchive[];
  readonly failed: { plugin: string; failure: Failure; problems: PluginProblem[] }[];
}

/**
 * Packs every plugin of `source` into `outDir`. The same folder gives the same bytes, whenever and wherever it is packed.
 *
 * @throws ProvdeskError `repo.no-plugins`, `store.…`
 */
export async function buildArchives(source: string, outDir: string, parts: AuthoringParts): Promise<BuildResult> {
  const result: BuildResult = { archives: [], failed: [] };
  const taken = new Set<string>();
  for (const folder of await findPluginFolders(source)) {
    try {
      result.archives.push(await buildOne(folder, outDir, taken, parts));
    } catch (error) {
      if (!(error instanceof ProvdeskError)) throw error;
      const problems = error.code === 'repo.plugin-invalid' ? checkPlugin(await readPluginTexts(folder.dir)) : [];
      result.failed.push({ plugin: folder.id, failure: error.failure, problems });
    }
  }
  return result;
}

async function buildOne(folder: PluginFolder, outDir: string, taken: Set<string>, parts: AuthoringParts): Promise<BuiltArchive> {
  const { id } = folder;
  const unsafe = unsafeNameReason(id);
  if (unsafe !== undefined) throw new ProvdeskError('repo.unsafe-source', { plugin: id, member: id, reason: unsafe });
  const { info } = requireValid(id, await readPluginTexts(folder.dir));
  const filename = `${id.replaceAll('_', '-')}-${info.version}.tar.gz`;
  const target = safeJoin(outDir, filename);
  // `a_b` and `a-b` would be one archive.
  if (taken.has(filename)) throw new ProvdeskError('repo.already-there', { path: target });
  taken.add(filename);
  const members = withStandardFolders(await listMembers(folder, false));
  const former = await measureFile(target).catch(absent);
  let built = { size: 0, sha1sum: '' };
  await replaceFile(target, archiveBytes(id, members), async (writtenPath) => {
    await readBack(writtenPath, parts);
    built = await measureFile(writtenPath);
    return built.sha1sum !== former?.sha1sum;
  });
  const state = former === undefined ? 'written' : former.sha1sum === built.sha1sum ? 'unchanged' : 'replaced';
  return { plugin: id, version: info.version, filename, ...built, state };
}

/** What our own reader refuses is not published. */
async function readBack(archivePath: string, parts: AuthoringParts): Promise<void> {
  const dir = parts.tmpPath('built');
  try {
    await mkdir(dir, { recursive: true });
    await parts.unpack(archivePath, dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function withStandardFolders(members: readonly Member[]): Member[] {
  const there = new Set(members.map((member) => member.path));
  const missing = STANDARD_FOLDERS.filter((name) => !there.has(name));
  const added = missing.map((name): Member => ({ path: name, filePath: '', kind: 'folder', size: 0 }));
  return [...members, ...added].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function absent(error: unknown): undefined {
  if (error instanceof ProvdeskError && codeOf(error.cause) === 'ENOENT') return undefined;
  throw error;
}

import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { checkPlugin, type PluginTexts } from '../../domain/authoring/check-plugin.ts';
import { type PluginInfo, parsePluginInfo } from '../../domain/plugins/plugin-info.ts';
import type { PluginProblem } from '../../../shared/contract/repo.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { codeOf, storeFailure } from '../store/disk-failure.ts';
import { unsafeNameReason } from '../store/safe-join.ts';

/** A plugin as its author has it: a folder named with its id. */
export interface PluginFolder {
  readonly id: string;
  readonly dir: string;
}

/** A file or folder of a plugin. `path` is relative with `/`. */
export interface Member {
  readonly path: string;
  readonly filePath: string;
  readonly kind: 'file' | 'folder';
  /** Bytes; 0 of a folder. */
  readonly size: number;
}

/** What a plugin's archive may unpack to; its readers refuse more. */
const MOST_MEMBERS = 20_000;
const MOST_BYTES = 512 * 2 ** 20;
const INFO = 'plugin-info';

/**
 * `source` itself where it is a plugin folder, else those in it, by id.
 *
 * @throws ProvdeskError `store.unreadable`, `repo.no-plugins`
 */
export async function findPluginFolders(source: string): Promise<PluginFolder[]> {
  if (await isPluginFolder(source)) return [{ id: path.basename(source), dir: source }];
  const entries = await readdir(source, { withFileTypes: true }).catch((error: unknown) => {
    throw storeFailure(error, source);
  });
  const found: PluginFolder[] = [];
  for (const entry of entries.filter((each) => each.isDirectory() && !each.name.startsWith('.'))) {
    const dir = path.join(source, entry.name);
    if (await isPluginFolder(dir)) found.push({ id: entry.name, dir });
  }
  if (found.length === 0) throw new ProvdeskError('repo.no-plugins', { path: source });
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @throws ProvdeskError `store.unreadable` */
export async function readPluginTexts(dir: string): Promise<PluginTexts> {
  const notUtf8: string[] = [];
  const decode = (name: string, bytes: Uint8Array) => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      notUtf8.push(name); // Told as a problem of the plugin; an approximation would be written back.
      return '';
    }
  };
  try {
    const info = await readOptional(path.join(dir, INFO));
    const packages: { name: string; text: string }[] = [];
    for (const name of await packageFiles(path.join(dir, 'pkgs'))) {
      packages.push({ name, text: decode(`pkgs/${name}`, await readFile(path.join(dir, 'pkgs', name))) });
    }
    const hasEntry = (await readOptional(path.join(dir, 'entry.py'))) !== undefined;
    return { info: info === undefined ? null : decode(INFO, info), packages, hasEntry, notUtf8 };
  } catch (error) {
    throw storeFailure(error, dir);
  }
}

/**
 * What a plugin says of itself, once its texts hold no error.
 *
 * @throws ProvdeskError `repo.plugin-invalid` with the first error and how many there are
 */
export function requireValid(
  plugin: string,
  texts: PluginTexts,
): { info: PluginInfo; infoText: string; warnings: PluginProblem[] } {
  const problems = checkPlugin(texts);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const info =
    texts.info === null ? undefined : parsePluginInfo(errors.length === 0 ? JSON.parse(withoutMark(texts.info)) : null);
  if (first || texts.info === null || !info || 'reason' in info) {
    const { file, line, reason } = first ?? { file: INFO, line: 1, reason: 'it cannot be read' };
    throw new ProvdeskError('repo.plugin-invalid', { plugin, file, line, reason, count: Math.max(1, errors.length) });
  }
  return { info, infoText: texts.info, warnings: problems };
}

/** What `plugin-info` says, whatever else is wrong with the plugin. */
export function versionIn({ info }: PluginTexts): string | null {
  try {
    const parsed = parsePluginInfo(JSON.parse(withoutMark(info ?? '')));
    return 'reason' in parsed ? null : parsed.version;
  } catch {
    return null; // No JSON: told as a problem of the plugin.
  }
}

/**
 * Everything in a plugin's folder, parents first, in an order that is the same on every system. `hidden`: also names
 * that begin with a dot, which an author's tools leave behind and no archive carries.
 *
 * @throws ProvdeskError `repo.unsafe-source` for a link, a device, or a name that not every system takes
 */
export async function listMembers({ id, dir }: PluginFolder, hidden: boolean): Promise<Member[]> {
  const members: Member[] = [];
  const folded = new Set<string>();
  let bytes = 0;
  const walk = async (parent: string): Promise<void> => {
    for (const entry of await readdir(path.join(dir, parent), { withFileTypes: true })) {
      if (!hidden && (entry.name.startsWith('.') || entry.name === '__pycache__')) continue;
      const name = parent === '' ? entry.name : `${parent}/${entry.name}`;
      const refuse = (reason: string) =>
        new ProvdeskError('repo.unsafe-source', { plugin: id, member: name.slice(0, 200), reason });
      const unsafe = unsafeNameReason(name);
      if (unsafe !== undefined) throw refuse(unsafe);
      if (!entry.isFile() && !entry.isDirectory()) throw refuse('it is neither a file nor a folder');
      const fold = name.normalize('NFC').toLowerCase();
      if (folded.has(fold)) throw refuse('another name differs from it by case only');
      folded.add(fold);
      if (members.length >= MOST_MEMBERS) throw refuse(`there are more than ${MOST_MEMBERS} files and folders`);
      const filePath = path.join(dir, name);
      const kind = entry.isFile() ? 'file' : 'folder';
      const size = kind === 'file' ? (await stat(filePath)).size : 0;
      bytes += size;
      if (bytes > MOST_BYTES) throw refuse(`the folder holds more than ${MOST_BYTES} bytes up to here`);
      members.push({ path: name, filePath, kind, size });
      if (kind === 'folder') await walk(name);
    }
  };
  await walk('').catch((error: unknown) => {
    throw storeFailure(error, dir);
  });
  return members.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function isPluginFolder(dir: string): Promise<boolean> {
  return await stat(path.join(dir, INFO)).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** provd reads every file of `pkgs` but the hidden ones. */
async function packageFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []; // A plugin without packages.
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

async function readOptional(filePath: string): Promise<Buffer | undefined> {
  return await readFile(filePath).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

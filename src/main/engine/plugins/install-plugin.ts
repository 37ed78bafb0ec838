import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { IndexEntry } from '../../domain/plugins/plugin-index.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import type { Log } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import type { ContentStore, ReceivedFile, StoredContent } from '../store/content-store.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { readChunks } from '../store/read-chunks.ts';
import { syncFolder } from '../store/sync.ts';
import { syncTree } from '../store/sync-tree.ts';
import { extractTar } from './extract-tar.ts';
import {
  type InstalledPlugin,
  type InstalledPlugins,
  type PluginContent,
  type PluginRow,
  readPluginFolder,
} from './installed-plugins.ts';
import { PLUGIN_LIMITS } from './members.ts';
import { openSource, type SourceOptions } from './source.ts';
import { publishStaticFiles, type StaticFolders, storeStaticFiles } from './static-files.ts';

/** What a server sent or a person gave. Nothing is known of it yet. */
export interface FetchedArchive {
  readonly name: string;
  readonly received: ReceivedFile;
}

/** Bytes that are the ones announced, or that the user himself pointed at. */
export interface VerifiedArchive {
  readonly name: string;
  /** Absent for a file the user gave: the archive says itself what it is. */
  readonly id: string | null;
  readonly content: StoredContent;
}

/** An archive unpacked into a folder of its own in `tmp/`, read and found to be a plugin. */
export interface UnpackedPlugin {
  readonly id: string;
  readonly archive: StoredContent;
  readonly dir: string;
  readonly content: PluginContent;
}

export interface PluginInstallParts extends StaticFolders {
  readonly installed: InstalledPlugins;
  readonly journal: Journal;
  /** Every step is told as it is done, so that a log says how far an interrupted one came. */
  readonly log: Log;
  now(): number;
}

/** @throws ProvdeskError what a source says */
export async function fetchArchive(
  contents: ContentStore,
  offer: { entry: IndexEntry; archiveUrl: string },
  options: Pick<SourceOptions, 'signal' | 'allowFile' | 'network'> & { onBytes: (done: number) => void },
): Promise<FetchedArchive> {
  const source = await openSource(offer.archiveUrl, { ...options, size: offer.entry.archiveBytes, limit: PLUGIN_LIMITS.bytes });
  return { name: offer.entry.filename, received: await contents.receive(source.chunks, 'plugin', options.onBytes) };
}

/**
 * The archive that the server announces: from the store where it is there and whole, else fetched and verified.
 * `refetch`: from the server in any case. `onBytes` hears only of what comes over the network.
 *
 * @throws ProvdeskError what `fetchArchive` and `verifyArchive` throw
 */
export async function obtainArchive(
  offer: { entry: IndexEntry; archiveUrl: string },
  { contents, log }: { contents: ContentStore; log: Log },
  options: Pick<SourceOptions, 'signal' | 'allowFile' | 'network'> & {
    refetch?: boolean;
    onBytes: (done: number, fresh: number) => void;
  },
): Promise<VerifiedArchive> {
  const { id, filename: name, sha1, archiveBytes } = offer.entry;
  const here = options.refetch === true ? undefined : contents.find({ algorithm: 'sha1', hex: sha1 }, archiveBytes);
  if (here && (await contents.verify(here))) return { name, id, content: here };
  let before = 0;
  const onBytes = (done: number) => {
    options.onBytes(done, done - before);
    before = done;
  };
  const fetched = await fetchArchive(contents, offer, { ...options, onBytes });
  log.debug('plugins', 'archive-fetched', { plugin: id });
  const verified = await verifyArchive(contents, fetched, offer.entry);
  log.debug('plugins', 'archive-verified', { plugin: id });
  return verified;
}

/** @throws ProvdeskError `plugins.file-unreadable` */
export async function readLocalArchive(contents: ContentStore, filePath: string): Promise<FetchedArchive> {
  return { name: path.basename(filePath), received: await contents.receive(givenFile(filePath), 'plugin') };
}

/** A file that a person named: what is wrong with it is about that name, not about our disk. */
async function* givenFile(filePath: string): AsyncGenerator<Uint8Array> {
  try {
    yield* readChunks(filePath);
  } catch (error) {
    throw new ProvdeskError('plugins.file-unreadable', { path: filePath, reason: reasonOf(error) }, { cause: error });
  }
}

/** @throws ProvdeskError `plugins.archive-mismatch`; the bytes are thrown away then */
export async function verifyArchive(
  contents: ContentStore,
  fetched: FetchedArchive,
  entry: IndexEntry | null,
): Promise<VerifiedArchive> {
  const { received, name } = fetched;
  const mismatch = entry && mismatchOf(received, entry);
  if (mismatch) {
    await rm(received.tmpPath, { force: true });
    throw new ProvdeskError('plugins.archive-mismatch', { plugin: entry.id, file: name, ...mismatch });
  }
  return { name, id: entry?.id ?? null, content: await contents.keep(received) };
}

/**
 * @throws ProvdeskError `plugins.archive-invalid`, `plugins.info-invalid`, `plugins.interface-unsupported` and what
 *   the archive says; nothing is left behind then
 */
export async function unpackPlugin(contents: ContentStore, verified: VerifiedArchive): Promise<UnpackedPlugin> {
  const workDir = contents.tmpPath('plugin');
  try {
    await mkdir(workDir, { recursive: true });
    await extractTar(contents.pathOf(verified.content.sha256), verified.name, workDir, PLUGIN_LIMITS);
    const tops = await readdir(workDir);
    const [id] = tops;
    const invalid = (reason: string) =>
      new ProvdeskError('plugins.archive-invalid', { plugin: verified.id ?? verified.name, reason });
    if (id === undefined || tops.length !== 1) throw invalid(`it holds ${tops.length} folders at its top where one is expected`);
    if (verified.id !== null && id !== verified.id) throw invalid(`its folder is named ${id}`);
    const dir = path.join(workDir, id);
    return { id, archive: verified.content, dir, content: await readPluginFolder(id, dir) };
  } catch (error) {
    await rm(workDir, { recursive: true, force: true });
    if (isDiskError(error)) throw storeFailure(error, workDir);
    contents.drop(verified.content.sha256);
    throw error;
  }
}

/** What an archive holds, for who only looks: nothing of it stays unpacked. @throws ProvdeskError what `unpackPlugin` throws */
export async function readArchive(contents: ContentStore, verified: VerifiedArchive): Promise<PluginContent> {
  const { dir, content } = await unpackPlugin(contents, verified);
  await rm(path.dirname(dir), { recursive: true, force: true });
  return content;
}

/**
 * Makes an unpacked plugin the installed one: its folder gets its place, then one transaction points at it and
 * publishes its static files. Before that commit the former state holds, after it the new one.
 */
export async function publishPlugin(unpacked: UnpackedPlugin, parts: PluginInstallParts): Promise<void> {
  const { id, archive, content } = unpacked;
  const former = parts.installed.find(id);
  const generation = `${archive.sha256.slice(0, 16)}-${parts.now().toString(36)}`;
  const dir = parts.installed.folderOf(id, generation);
  const { version } = content.info;
  const step = (name: string) => parts.log.debug('plugins', name, { plugin: id, version });
  step('unpacked');
  try {
    await mkdir(path.dirname(dir), { recursive: true });
    await syncTree(unpacked.dir);
    await rename(unpacked.dir, dir);
    await syncFolder(path.dirname(dir));
    step('folder-placed');
    const files = await storeStaticFiles(id, dir, parts);
    step('static-files-stored');
    parts.journal.commit([{ kind: 'plugin.installed', plugin: id, version }], () => {
      parts.installed.point({
        id,
        version,
        generation,
        archive: archive.sha256,
        installedAt: parts.now(),
        ...replaced(former, archive),
      });
      publishStaticFiles(id, files, parts, parts.now());
      step('committing');
    });
    step('committed');
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw isDiskError(error) ? storeFailure(error, dir) : error;
  } finally {
    await rm(path.dirname(unpacked.dir), { recursive: true, force: true });
  }
  await parts.installed.load(id);
  parts.published.reload(id);
  // What cannot be removed now, as a file is open on Windows, goes at the next start.
  if (former) await rm(parts.installed.folderOf(id, former.generation), { recursive: true, force: true }).catch(() => undefined);
  step('published');
}

/** One step back leads to what stood here before; the same archive once more changes nothing of that. */
function replaced(
  former: InstalledPlugin | undefined,
  archive: StoredContent,
): Pick<PluginRow, 'previousArchive' | 'previousVersion'> {
  if (!former) return { previousArchive: null, previousVersion: null };
  const { previousArchive, previousVersion } = former;
  if (former.archive === archive.sha256) return { previousArchive, previousVersion };
  return { previousArchive: former.archive, previousVersion: former.version };
}

/**
 * Reads an installed plugin's folder anew and publishes its static files as they are there now: for who edits them.
 *
 * @throws ProvdeskError what reading it says; the former state holds then
 */
export async function reloadPlugin(row: PluginRow, parts: PluginInstallParts): Promise<string> {
  const dir = parts.installed.folderOf(row.id, row.generation);
  try {
    const { info } = await readPluginFolder(row.id, dir);
    const files = await storeStaticFiles(row.id, dir, parts);
    parts.journal.commit([{ kind: 'plugin.reloaded', plugin: row.id, version: info.version }], () => {
      parts.installed.point({ ...row, version: info.version });
      publishStaticFiles(row.id, files, parts, parts.now());
    });
    await parts.installed.load(row.id);
    parts.published.reload(row.id);
    return info.version;
  } catch (error) {
    throw isDiskError(error) ? storeFailure(error, dir) : error;
  }
}

function mismatchOf(
  received: ReceivedFile,
  entry: IndexEntry,
): { what: string; expected: string | number; actual: string | number } | undefined {
  if (received.size !== entry.archiveBytes) return { what: 'bytes', expected: entry.archiveBytes, actual: received.size };
  if (received.sha1 !== entry.sha1) return { what: 'SHA-1', expected: entry.sha1, actual: received.sha1 ?? '' };
  return undefined;
}

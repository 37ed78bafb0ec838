import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { PluginState } from '../../domain/plugins/compare-plugins.ts';
import { parsePackages } from '../../domain/plugins/pkgs-db.ts';
import { isRecord, parsePluginInfo } from '../../domain/plugins/plugin-info.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { measureFile } from './measure.ts';
import type { AuthoringParts } from './parts.ts';
import { readPluginTexts } from './plugin-folder.ts';

/** A published archive, by what is in it. */
export interface PluginArchive extends PluginState {
  readonly id: string;
  readonly filename: string;
  readonly sha1sum: string;
  /** Its `plugin-info`, whole, as the index carries it. */
  readonly info: Readonly<Record<string, unknown>>;
}

/** @throws ProvdeskError `archive.…`, `plugins.archive-invalid`, `plugins.info-invalid`, `store.…` */
export async function readPluginArchive(archivePath: string, parts: AuthoringParts): Promise<PluginArchive> {
  const filename = path.basename(archivePath);
  const workDir = parts.tmpPath('archive');
  try {
    await mkdir(workDir, { recursive: true });
    await parts.unpack(archivePath, workDir);
    const tops = await readdir(workDir);
    const [id] = tops;
    if (id === undefined || tops.length !== 1) {
      const reason = `it holds ${tops.length} folders at its top where one is expected`;
      throw new ProvdeskError('plugins.archive-invalid', { plugin: filename, reason });
    }
    const texts = await readPluginTexts(path.join(workDir, id));
    const { json, version } = readInfo(id, texts.info);
    const { packages } = parsePackages(texts.packages);
    const { size, sha1sum } = await measureFile(archivePath);
    return { id, version, filename, archiveBytes: size, sha1sum, info: json, packages };
  } catch (error) {
    throw isDiskError(error) ? storeFailure(error, archivePath) : error;
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Archives of a folder by name: any tar, however packed. */
export async function archivesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((error: unknown) => {
    throw storeFailure(error, dir);
  });
  return entries
    .filter(
      (entry) => entry.isFile() && !entry.name.startsWith('.') && /\.(?:tar(?:\.\w{1,4})?|t[bgx]z2?|tzst)$/i.test(entry.name),
    )
    .map(({ name }) => name)
    .sort();
}

function readInfo(plugin: string, text: string | null): { json: Record<string, unknown>; version: string } {
  const refuse = (reason: string, cause?: unknown) =>
    new ProvdeskError('plugins.info-invalid', { plugin, reason }, cause === undefined ? undefined : { cause });
  if (text === null) throw refuse('the file plugin-info is missing');
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw refuse('plugin-info is not JSON', error);
  }
  const info = parsePluginInfo(json);
  if ('reason' in info) throw refuse(info.reason);
  if (!isRecord(json)) throw refuse('it is not a JSON object');
  return { json, version: info.version };
}

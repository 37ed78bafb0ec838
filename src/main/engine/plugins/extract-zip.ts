import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { safeJoin } from '../store/safe-join.ts';
import type { ExtractedEntry } from './extract-tar.ts';
import { type ArchiveLimits, MemberChecks } from './members.ts';

/**
 * Unpacks a zip into `dir`, which must be empty and ours, under the same rules as `extractTar`.
 *
 * @throws ProvdeskError `archive.truncated`, `archive.unreadable`, `archive.unsafe-member`, `archive.too-large`
 */
export async function extractZip(
  archivePath: string,
  archive: string,
  dir: string,
  limits: ArchiveLimits,
): Promise<ExtractedEntry[]> {
  const checks = new MemberChecks(archive, (await stat(archivePath)).size, limits);
  const entries: ExtractedEntry[] = [];
  let zip: ZipFile | undefined;
  try {
    // Names are checked by us, so that the refusal has our words and the member's name.
    zip = await openPromise(archivePath, { lazyEntries: true, decodeStrings: false, autoClose: false });
    for await (const entry of zip.eachEntry()) {
      const written = await writeEntry(zip, entry, dir, checks);
      if (written) entries.push(written);
    }
    return entries;
  } catch (error) {
    throw asArchiveFailure(error, archive);
  } finally {
    zip?.close();
  }
}

async function writeEntry(zip: ZipFile, entry: Entry, dir: string, checks: MemberChecks): Promise<ExtractedEntry | undefined> {
  const raw = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  const isFolder = raw.endsWith('/');
  const mode = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  if (mode !== 0 && mode !== REGULAR_FILE && mode !== DIRECTORY) throw checks.refuse(raw, 'it is a link or a device');
  if (entry.isEncrypted()) throw checks.refuse(raw, 'it is encrypted');
  const name = checks.admit(raw, isFolder ? 'folder' : 'file');
  if (name === undefined) return undefined;
  const filePath = safeJoin(dir, name);
  if (isFolder) {
    await mkdir(filePath, { recursive: true });
    return { kind: 'folder', path: name };
  }
  await mkdir(path.dirname(filePath), { recursive: true });
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      checks.addBytes(chunk.byteLength);
      yield chunk;
    }
  };
  await pipeline(await zip.openReadStreamPromise(entry), counted, createWriteStream(filePath, { flags: 'wx' }));
  return { kind: 'file', path: name, filePath, size: entry.uncompressedSize };
}

/** Unix file types in the upper half of the attributes (st_mode). @see PKWARE APPNOTE 4.4.15 */
const FILE_TYPE_MASK = 0xf000;
const REGULAR_FILE = 0x8000;
const DIRECTORY = 0x4000;

function asArchiveFailure(error: unknown, archive: string): ProvdeskError {
  if (error instanceof ProvdeskError) return error;
  if (isDiskError(error)) return storeFailure(error, archive);
  return new ProvdeskError('archive.unreadable', { archive, format: 'zip', reason: reasonOf(error) }, { cause: error });
}

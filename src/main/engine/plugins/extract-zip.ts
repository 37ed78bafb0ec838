import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { PIECE, unpackedBy } from './decompress.ts';
import type { ExtractedEntry } from './extract-tar.ts';
import { MemberWriter } from './member-writer.ts';
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
  const writer = new MemberWriter(dir);
  let zip: ZipFile | undefined;
  try {
    // Names are checked by us, so that the refusal has our words and the member's name.
    zip = await openPromise(archivePath, { lazyEntries: true, decodeStrings: false, autoClose: false });
    for await (const entry of zip.eachEntry()) {
      const written = await writeEntry(zip, entry, writer, checks);
      if (written) entries.push(written);
    }
    await writer.end();
    return entries;
  } catch (error) {
    await writer.end().catch(() => undefined); // The first error is told.
    throw asArchiveFailure(error, archive);
  } finally {
    zip?.close();
  }
}

async function writeEntry(
  zip: ZipFile,
  entry: Entry,
  writer: MemberWriter,
  checks: MemberChecks,
): Promise<ExtractedEntry | undefined> {
  const raw = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  const isFolder = raw.endsWith('/');
  const mode = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  if (mode !== 0 && mode !== REGULAR_FILE && mode !== DIRECTORY) throw checks.refuse(raw, 'it is a link or a device');
  if (entry.isEncrypted()) throw checks.refuse(raw, 'it is encrypted');
  const name = checks.admit(raw, isFolder ? 'folder' : 'file');
  if (name === undefined) return undefined;
  if (isFolder) {
    await writer.folder(name);
    return { kind: 'folder', path: name };
  }
  const { uncompressedSize } = entry;
  const written = await pipeline(await contentOf(zip, entry), (chunks: AsyncIterable<Uint8Array>) =>
    writer.write(name, uncompressedSize, chunks, (count) => checks.addBytes(count)),
  );
  if (written.size !== uncompressedSize)
    throw new Error(`${name} has ${written.size} bytes where ${uncompressedSize} are announced`);
  return { kind: 'file', path: name, ...written };
}

/** Inflated here and not by the package, which does it in pieces of 16 KiB: a firmware has thousands of these. */
async function contentOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  if (entry.compressionMethod !== DEFLATE) return await zip.openReadStreamPromise(entry);
  const packed = await zip.openReadStreamPromise(entry, { decompress: false });
  return unpackedBy(createInflateRaw({ chunkSize: PIECE }), packed);
}

/** @see PKWARE APPNOTE 4.4.5 */
const DEFLATE = 8;

/** Unix file types in the upper half of the attributes (st_mode). @see PKWARE APPNOTE 4.4.15 */
const FILE_TYPE_MASK = 0xf000;
const REGULAR_FILE = 0x8000;
const DIRECTORY = 0x4000;

function asArchiveFailure(error: unknown, archive: string): ProvdeskError {
  if (error instanceof ProvdeskError) return error;
  if (isDiskError(error)) return storeFailure(error, archive);
  return new ProvdeskError('archive.unreadable', { archive, format: 'zip', reason: reasonOf(error) }, { cause: error });
}

import { stat } from 'node:fs/promises';
import { Parser, type ReadEntry } from 'tar';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { decompressedStream } from './decompress.ts';
import { MemberWriter } from './member-writer.ts';
import { type ArchiveLimits, MemberChecks } from './members.ts';

/** What an archive held: every file, and the folders it names itself. `path` is relative with `/`; `size` in bytes. */
export type ExtractedEntry =
  | { readonly kind: 'file'; readonly path: string; readonly filePath: string; readonly size: number }
  | { readonly kind: 'folder'; readonly path: string };
export type ExtractedFile = Extract<ExtractedEntry, { kind: 'file' }>;

/** A tar is made of these, in bytes. */
const BLOCK = 512;

/**
 * Unpacks a tar of any compression into `dir`, which must be empty and ours. Only plain files and folders: a link, a
 * device, a name that climbs is refused by name. On a failure `dir` may hold part of it and must be thrown away.
 *
 * @throws ProvdeskError `archive.truncated`, `archive.unreadable`, `archive.unsafe-member`, `archive.too-large`
 */
export async function extractTar(
  archivePath: string,
  archive: string,
  dir: string,
  limits: ArchiveLimits,
): Promise<ExtractedEntry[]> {
  const packedBytes = (await stat(archivePath)).size;
  const checks = new MemberChecks(archive, packedBytes, limits);
  const entries: ExtractedEntry[] = [];
  const writer = new MemberWriter(dir);
  let read = 0;
  let failure: unknown;
  let last = Promise.resolve();
  // A member that is refused half-way is never read to its end, and the parser then waits for ever.
  const failed = Promise.withResolvers<void>();
  const fail = (error: unknown) => {
    failure ??= error;
    failed.resolve();
  };
  const parser = new Parser({
    strict: true,
    onReadEntry(entry) {
      // One at a time: the parser holds the next entry back until this one was read.
      last = last
        .then(() => writeEntry(entry, writer, checks, entries))
        .catch((error: unknown) => {
          fail(error);
          entry.resume();
        });
    },
  });
  parser.on('error', fail);
  let isEnded = false;
  parser.on('eof', () => {
    isEnded = true;
  });
  try {
    const stream = await decompressedStream(archivePath);
    for await (const chunk of stream) {
      if (failure !== undefined) break;
      read += (chunk as Uint8Array).byteLength;
      if (!parser.write(chunk as Buffer)) await Promise.race([drained(parser), failed.promise]);
    }
    if (failure === undefined) await Promise.race([ended(parser), failed.promise]);
    await last;
  } catch (error) {
    fail(error);
  }
  await writer.end().catch(fail);
  if (failure === undefined && read === 0) fail(new Error('it is empty'));
  // The parser lets half a header pass; of `.Z` nothing else says that it was cut.
  if (failure === undefined && !isEnded && read % BLOCK !== 0) fail(new Error('the data ends early'));
  if (failure !== undefined) throw asArchiveFailure(failure, archive, read);
  return entries;
}

async function writeEntry(
  entry: ReadEntry,
  writer: MemberWriter,
  checks: MemberChecks,
  entries: ExtractedEntry[],
): Promise<void> {
  const kind = kindOf(entry);
  if (kind === undefined) throw checks.refuse(entry.path, `it is a ${entry.type}, only files and folders are accepted`);
  const name = checks.admit(entry.path, kind);
  if (name === undefined || kind === 'folder') {
    if (name !== undefined) {
      await writer.folder(name);
      entries.push({ kind: 'folder', path: name });
    }
    entry.resume();
    return;
  }
  const chunks = entry as unknown as AsyncIterable<Uint8Array>;
  const written = await writer.write(name, entry.size, chunks, (count) => checks.addBytes(count));
  entries.push({ kind: 'file', path: name, ...written });
}

function kindOf(entry: ReadEntry): 'file' | 'folder' | undefined {
  if (entry.type === 'File' || entry.type === 'OldFile' || entry.type === 'ContiguousFile') return 'file';
  return entry.type === 'Directory' ? 'folder' : undefined;
}

/** The parser takes more once the entry at hand was read. */
async function drained(parser: Parser): Promise<void> {
  await new Promise<void>((resolve) => parser.once('drain', resolve));
}

async function ended(parser: Parser): Promise<void> {
  await new Promise<void>((resolve) => {
    parser.once('end', resolve);
    parser.once('error', () => resolve());
    parser.end();
  });
}

function asArchiveFailure(error: unknown, archive: string, read: number): ProvdeskError {
  if (error instanceof ProvdeskError) return error;
  if (isDiskError(error)) return storeFailure(error, archive);
  const reason = reasonOf(error);
  if (/truncated|ends? early|unexpected end|premature/i.test(reason)) {
    return new ProvdeskError('archive.truncated', { archive, actual: read }, { cause: error });
  }
  return new ProvdeskError('archive.unreadable', { archive, format: 'tar', reason }, { cause: error });
}

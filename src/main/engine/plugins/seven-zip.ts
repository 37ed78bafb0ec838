import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { safeJoin } from '../store/safe-join.ts';
import type { ExtractedFile } from './extract-tar.ts';
import { type ArchiveLimits, MemberChecks } from './members.ts';
import { parseListing } from './seven-zip-listing.ts';
import type { SevenZipResult, SevenZipTask } from './seven-zip-worker.ts';

/** Longest that one run may take, in milliseconds: an image of a gigabyte takes about two minutes. */
const RUN_MS = 15 * 60_000;

/**
 * Unpacks a RAR or 7z archive into `dir` without its folders, as `unrar e` and `7zr e` do. Every member is checked
 * from the listing before anything is written; the work is done off this thread, by 7-Zip in WebAssembly.
 *
 * @throws ProvdeskError `archive.truncated`, `archive.unreadable`, `archive.unsafe-member`, `archive.too-large`,
 *   `operations.cancelled`
 * @see reference wazo-provd.md 1.4 (`unrar`, `7z`: both flatten)
 */
export async function extractFlat(
  archivePath: string,
  archive: string,
  format: 'rar' | '7z',
  dir: string,
  options: { workerUrl: URL; limits: ArchiveLimits; signal: AbortSignal },
): Promise<ExtractedFile[]> {
  const type = `-t${format}`;
  const listing = await runSevenZip({ archivePath, outDir: null, args: ['l', '-slt', type, '-p', '{archive}'] }, options);
  if (listing.code !== 0) throw brokenArchive(archive, format, listing, (await stat(archivePath)).size);
  const names = await checkMembers(archivePath, archive, listing, options.limits);
  const run = await runSevenZip({ archivePath, outDir: dir, args: ['e', '-y', type, '-p', '-o/out', '{archive}'] }, options);
  if (run.code !== 0) throw brokenArchive(archive, format, run, (await stat(archivePath)).size);
  return await collect(dir, archive, names);
}

/** The names that come out, flattened; two that would become one are refused, as one would be lost. */
async function checkMembers(
  archivePath: string,
  archive: string,
  listing: SevenZipResult,
  limits: ArchiveLimits,
): Promise<Set<string>> {
  const packed = (await stat(archivePath)).size;
  const inside = new MemberChecks(archive, packed, limits);
  const flat = new MemberChecks(archive, packed, limits);
  const names = new Set<string>();
  for (const member of parseListing(listing.lines)) {
    const name = member.path.replaceAll('\\', '/');
    if (member.special) throw inside.refuse(name, 'it is a link or a device');
    if (member.encrypted) throw inside.refuse(name, 'it is encrypted');
    inside.admit(name, member.folder ? 'folder' : 'file');
    if (member.folder) continue;
    inside.addBytes(member.size);
    const base = name.split('/').at(-1) ?? '';
    flat.admit(base, 'file');
    names.add(base);
  }
  return names;
}

/** What was written must be what was listed, and plain files. */
async function collect(dir: string, archive: string, names: ReadonlySet<string>): Promise<ExtractedFile[]> {
  const files: ExtractedFile[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (entry.isDirectory()) continue; // 7-Zip makes the folders too; a flat result has none.
    if (!entry.isFile() || !names.has(entry.name)) {
      throw new ProvdeskError('archive.unsafe-member', { archive, member: entry.name, reason: 'it was not in the listing' });
    }
    const filePath = safeJoin(dir, entry.name);
    files.push({ kind: 'file', path: entry.name, filePath, size: (await stat(filePath)).size });
  }
  return files;
}

async function runSevenZip(
  task: SevenZipTask,
  { workerUrl, signal }: { workerUrl: URL; signal: AbortSignal },
): Promise<SevenZipResult> {
  if (signal.aborted) throw new ProvdeskError('operations.cancelled');
  const worker = new Worker(workerUrl, { workerData: task, name: '7-Zip' });
  let timer: NodeJS.Timeout | undefined;
  let cancel: (() => void) | undefined;
  try {
    return await new Promise<SevenZipResult>((resolve, reject) => {
      cancel = () => reject(new ProvdeskError('operations.cancelled'));
      signal.addEventListener('abort', cancel, { once: true });
      timer = setTimeout(() => reject(new Error(`no end within ${RUN_MS / 60_000} minutes`)), RUN_MS);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`7-Zip ended with ${code}`)));
    });
  } catch (error) {
    if (error instanceof ProvdeskError) throw error;
    if (isDiskError(error)) throw storeFailure(error, task.archivePath);
    throw new ProvdeskError(
      'archive.unreadable',
      { archive: path.basename(task.archivePath), format: '7z', reason: reasonOf(error) },
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
    if (cancel) signal.removeEventListener('abort', cancel);
    await worker.terminate();
  }
}

function brokenArchive(archive: string, format: string, { lines }: SevenZipResult, size: number): ProvdeskError {
  const complaint = lines.find(
    (line) => /error|unexpected|not archive|can ?not|wrong/i.test(line) && !/^errors:/i.test(line.trim()),
  );
  if (lines.some((line) => /unexpected end/i.test(line)))
    return new ProvdeskError('archive.truncated', { archive, actual: size });
  return new ProvdeskError('archive.unreadable', { archive, format, reason: complaint?.trim() ?? 'it is broken' });
}

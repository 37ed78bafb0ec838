import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { ProvdeskError } from '../../shared/failures.ts';
import { openDataFolder } from './store/data-folder.ts';
import { storeFailure } from './store/disk-failure.ts';
import { safeJoin, unsafeNameReason } from './store/safe-join.ts';

/** A file that a host took in over a wire of its own. It lies in the data folder's `tmp` until `remove`. */
export interface HandedFile {
  readonly path: string;
  /** May be called twice. What a crash leaves behind goes when the engine starts. */
  remove(): Promise<void>;
}

interface HandedContent {
  /** As the sender named it. One that cannot be a file name is left out: what a file is, its bytes say. */
  readonly name: string;
  /** Bytes as announced; the content must have just so many. */
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Writes what comes in, chunk by chunk, below the data folder's `tmp`. Nothing is left where it fails.
 *
 * @throws ProvdeskError `store.disk-full`, also before the first byte where the disk has no room for `size`;
 *   `store.unreadable`; `source.cut-off` where fewer or more bytes come than were announced
 */
export async function receiveHandedFile(dataDir: string, { name, size, chunks }: HandedContent): Promise<HandedFile> {
  const { tmpDir } = openDataFolder(dataDir);
  const dir = await orStoreFailure(tmpDir, () => mkdtemp(path.join(tmpDir, 'handed-')));
  const remove = () => rm(dir, { recursive: true, force: true });
  try {
    const filePath = safeJoin(dir, unsafeNameReason(name) === undefined && !name.includes('/') ? name : 'file');
    const { bavail, bsize } = await orStoreFailure(dir, () => statfs(dir));
    if (bavail * bsize < size) throw new ProvdeskError('store.disk-full', { path: dataDir });
    const received = await write(filePath, size, chunks);
    if (received !== size) throw new ProvdeskError('source.cut-off', { url: name, expected: size, actual: received });
    return { path: filePath, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Stops at the first byte too many. */
async function write(filePath: string, size: number, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await orStoreFailure(filePath, () => open(filePath, 'wx'));
  let received = 0;
  try {
    for await (const chunk of chunks) {
      received += chunk.byteLength;
      if (received > size) break;
      await orStoreFailure(filePath, () => file.writeFile(chunk));
    }
  } finally {
    await file.close();
  }
  return received;
}

async function orStoreFailure<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeFailure(error, where);
  }
}

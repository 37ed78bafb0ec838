import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { safeJoin } from '../store/safe-join.ts';
import { WriteBehind } from '../store/write-behind.ts';

/** Bytes up to which a member is written beside others. */
const SMALL = 64 * 1024;
/** More at once gain nothing: node has four threads for it. */
const AT_ONCE = 8;

/**
 * Writes the members of an archive below a folder. A plugin is a hundred small files, and each by itself is three waits
 * for the disk: they are written several at a time. `end` must be called, also after a failure.
 */
export class MemberWriter {
  readonly #dir: string;
  readonly #made = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #failure: unknown;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async folder(name: string): Promise<void> {
    await this.#make(safeJoin(this.#dir, name));
  }

  /**
   * `size`: what the archive says; what comes is told to `onBytes` before it is kept, and counts. The file is there
   * once `end` was waited for. A second member of one name is an error.
   *
   * @throws Error what `chunks`, `onBytes` or the disk say, of this member or one before
   */
  async write(
    name: string,
    size: number,
    chunks: AsyncIterable<Uint8Array>,
    onBytes: (count: number) => void,
  ): Promise<{ filePath: string; size: number }> {
    const filePath = safeJoin(this.#dir, name);
    await this.#make(path.dirname(filePath));
    if (this.#failure !== undefined) throw this.#failure;
    if (size > SMALL) return { filePath, size: await writeLarge(filePath, chunks, onBytes) };
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks) {
      onBytes(chunk.byteLength);
      parts.push(chunk);
    }
    const content = Buffer.concat(parts);
    if (this.#running.size >= AT_ONCE) await Promise.race(this.#running);
    this.#run(writeFile(filePath, content, { flag: 'wx' }));
    return { filePath, size: content.length };
  }

  /** Waits for what is still being written. @throws Error what the disk said */
  async end(): Promise<void> {
    await Promise.all(this.#running);
    if (this.#failure !== undefined) throw this.#failure;
  }

  #run(work: Promise<void>): void {
    const running = work
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #make(dir: string): Promise<void> {
    if (this.#made.has(dir)) return;
    await mkdir(dir, { recursive: true });
    this.#made.add(dir);
  }
}

async function writeLarge(
  filePath: string,
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): Promise<number> {
  const file = await open(filePath, 'wx');
  const written = new WriteBehind(file);
  let size = 0;
  try {
    for await (const chunk of chunks) {
      onBytes(chunk.byteLength);
      size += chunk.byteLength;
      await written.add(chunk);
    }
    await written.end();
    return size;
  } finally {
    await file.close();
  }
}

import { constants, type FileHandle, open } from 'node:fs/promises';

/** Bytes of something to send, whatever holds them. */
export interface Content {
  /** Bytes in all, as they go out. */
  readonly size: number;
  /** At once where the bytes are at hand, else as a promise. Rejects where they cannot be had any more. */
  read(position: number, length: number): Uint8Array | Promise<Uint8Array>;
  /** Once, when nobody reads any more. */
  release(): void;
}

/** The path is no regular file: a folder, a pipe, a device. */
export class NotARegularFile extends Error {}

const CHUNK_BYTES = 64 * 1024;

/**
 * Open files shared by the transfers that read them, in chunks: two hundred phones that fetch one firmware read
 * it from the disk once. Memory is bounded by `budget`, not by files or clients.
 */
export class FileCache {
  readonly #budget: number;
  readonly #files = new Map<string, CachedFile>();
  /** Oldest first. */
  readonly #loaded = new Set<Chunk>();

  /** `budget` in bytes. */
  constructor(budget: number) {
    this.#budget = budget;
  }

  /** Rejects with `NotARegularFile`, or with the file system's own error. A running reader keeps the version it opened. */
  async open(filePath: string): Promise<Content> {
    // O_NONBLOCK: opening a pipe must not hold one of the few threads that do all file work.
    const handle = await open(filePath, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { dev, ino, size, mtimeMs, isRegular } = await describe(handle);
      if (!isRegular) throw new NotARegularFile(`${filePath} is not a regular file`);
      const key = `${dev}:${ino}:${size}:${mtimeMs}:${filePath}`;
      const known = this.#files.get(key);
      if (known) {
        // Taken before the wait, or the last reader could close it meanwhile.
        const content = known.use();
        await handle.close();
        return content;
      }
      const file = new CachedFile(
        handle,
        size,
        this.#loaded,
        () => this.#trim(),
        () => this.#files.delete(key),
      );
      this.#files.set(key, file);
      return file.use();
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  #trim(): void {
    for (const chunk of this.#loaded) {
      if (this.#loaded.size * CHUNK_BYTES <= this.#budget) return;
      chunk.drop();
    }
  }
}

interface Chunk {
  drop(): void;
}

async function describe(handle: FileHandle) {
  const stat = await handle.stat();
  return { dev: stat.dev, ino: stat.ino, size: stat.size, mtimeMs: stat.mtimeMs, isRegular: stat.isFile() };
}

class CachedFile {
  readonly #handle: FileHandle;
  readonly #size: number;
  readonly #loaded: Set<Chunk>;
  readonly #onLoaded: () => void;
  readonly #onUnused: () => void;
  readonly #chunks = new Map<number, Uint8Array | Promise<Uint8Array>>();
  readonly #marks = new Map<number, Chunk>();
  #users = 0;

  constructor(handle: FileHandle, size: number, loaded: Set<Chunk>, onLoaded: () => void, onUnused: () => void) {
    this.#handle = handle;
    this.#size = size;
    this.#loaded = loaded;
    this.#onLoaded = onLoaded;
    this.#onUnused = onUnused;
  }

  use(): Content {
    this.#users += 1;
    let released = false;
    return {
      size: this.#size,
      read: (position, length) => this.#read(position, length),
      release: () => {
        if (released) return;
        released = true;
        this.#users -= 1;
        if (this.#users === 0) this.#close();
      },
    };
  }

  #read(position: number, length: number): Uint8Array | Promise<Uint8Array> {
    if (length === 0) return new Uint8Array(0);
    const index = Math.floor(position / CHUNK_BYTES);
    const offset = position - index * CHUNK_BYTES;
    if (offset + length > CHUNK_BYTES) return this.#join(position, length);
    const chunk = this.#chunk(index);
    this.#readAhead(index + 1);
    return chunk instanceof Promise
      ? chunk.then((bytes) => bytes.subarray(offset, offset + length))
      : chunk.subarray(offset, offset + length);
  }

  async #join(position: number, length: number): Promise<Uint8Array> {
    const joined = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const take = Math.min(length - done, CHUNK_BYTES - ((position + done) % CHUNK_BYTES));
      joined.set(await this.#read(position + done, take), done);
      done += take;
    }
    return joined;
  }

  #chunk(index: number): Uint8Array | Promise<Uint8Array> {
    const known = this.#chunks.get(index);
    if (known) return known;
    const loading = this.#load(index);
    this.#chunks.set(index, loading);
    return loading;
  }

  #readAhead(index: number): void {
    if (index * CHUNK_BYTES >= this.#size || this.#chunks.has(index)) return;
    const loading = this.#chunk(index);
    // Whoever needs these bytes hears of the failure when they read them.
    if (loading instanceof Promise) loading.catch(() => undefined);
  }

  async #load(index: number): Promise<Uint8Array> {
    try {
      const position = index * CHUNK_BYTES;
      const bytes = await this.#readFully(position, Math.min(CHUNK_BYTES, this.#size - position));
      if (this.#users > 0) this.#keep(index, bytes);
      return bytes;
    } catch (error) {
      this.#chunks.delete(index);
      throw error;
    }
  }

  async #readFully(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await this.#handle.read(bytes, done, length - done, position + done);
      if (bytesRead === 0) throw new Error(`the file became shorter than ${this.#size} bytes while it was sent`);
      done += bytesRead;
    }
    return bytes;
  }

  #keep(index: number, bytes: Uint8Array): void {
    const mark: Chunk = {
      drop: () => {
        this.#loaded.delete(mark);
        this.#marks.delete(index);
        this.#chunks.delete(index);
      },
    };
    this.#chunks.set(index, bytes);
    this.#marks.set(index, mark);
    this.#loaded.add(mark);
    this.#onLoaded();
  }

  #close(): void {
    this.#onUnused();
    for (const mark of this.#marks.values()) mark.drop();
    // Waits for reads under way; nothing was written, so a failure to close loses nothing.
    this.#handle.close().catch(() => undefined);
  }
}

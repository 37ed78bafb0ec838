import { type BigIntStats, fstat, read } from 'node:fs';
import { promisify } from 'node:util';

/** A file's bytes as threads share them: handed over by message, never copied. */
export interface SharedFile {
  /** Tells files of one cache apart. */
  readonly id: number;
  /** Open as long as somebody reads; -1 where every byte is in memory already. */
  readonly fd: number;
  /** Bytes. */
  readonly size: number;
  /** The file as it was opened; null where its bytes never change. */
  readonly opened: OpenedFile | null;
  /** Chunk `n` lies in slot `n % slots`: with fewer slots than chunks, later chunks take the place of earlier ones. */
  readonly slots: SharedArrayBuffer;
  /** An Int32 for each slot: the chunk in it plus one, 0 for none, or `WRITING`. */
  readonly tags: SharedArrayBuffer;
}

/** What tells a file that was written to since. A name that it lost, as when another file took its place, is no change. */
export type OpenedFile = Pick<BigIntStats, 'size' | 'mtimeNs' | 'ctimeNs' | 'nlink'>;

/** A file was written to while it was sent: some of its bytes are old, some new, and no client may have them together. */
export class FileChanged extends Error {
  override readonly message = 'the file was changed while it was sent';
}

/** Bytes of something to send, whatever holds them. */
export interface Content {
  /** Bytes in all, as they go out. */
  readonly size: number;
  /** Copies where the bytes are at hand; false where they have to be loaded first. */
  copy(position: number, length: number, target: Uint8Array, at: number): boolean;
  /** Rejects where the bytes cannot be had any more. May be followed by a `copy` that is false again: somebody took the place. */
  load(position: number, length: number): Promise<void>;
  /** Once, when nobody reads any more. */
  release(): void;
}

const CHUNK_BYTES = 64 * 1024;
const WRITING = -1;

/** One thread's way to a shared file, for all of its transfers: a chunk that two of them wait for is read once. */
export class FileView {
  readonly #file: SharedFile;
  readonly #bytes: Uint8Array;
  readonly #tags: Int32Array;
  readonly #slots: number;
  /** Every chunk has a slot of its own, so what was read stays. */
  readonly #stays: boolean;
  readonly #loading = new Map<number, Promise<void>>();
  #readAheadOf = -1;

  constructor(file: SharedFile) {
    this.#file = file;
    this.#bytes = new Uint8Array(file.slots);
    this.#tags = new Int32Array(file.tags);
    this.#slots = this.#tags.length;
    this.#stays = this.#slots * CHUNK_BYTES >= file.size;
  }

  copy(position: number, length: number, target: Uint8Array, at: number): boolean {
    for (let done = 0; done < length; ) {
      const chunk = Math.floor((position + done) / CHUNK_BYTES);
      const offset = (position + done) % CHUNK_BYTES;
      const take = Math.min(length - done, CHUNK_BYTES - offset);
      if (!this.#copyFrom(chunk, offset, take, target, at + done)) return false;
      done += take;
    }
    return true;
  }

  async load(position: number, length: number): Promise<void> {
    const last = Math.floor((position + Math.max(length, 1) - 1) / CHUNK_BYTES);
    const loads: Promise<void>[] = [];
    for (let chunk = Math.floor(position / CHUNK_BYTES); chunk <= last; chunk += 1) loads.push(this.#load(chunk));
    await Promise.all(loads);
  }

  /** Every byte is in memory, and stays. */
  isWhole(): boolean {
    return this.#stays && this.#tags.every((tag, chunk) => tag === chunk + 1);
  }

  /** When no read is under way any more: the file may be closed then. */
  async idle(): Promise<void> {
    while (this.#loading.size > 0) await Promise.allSettled(this.#loading.values());
  }

  #copyFrom(chunk: number, offset: number, length: number, target: Uint8Array, at: number): boolean {
    const slot = chunk % this.#slots;
    const tag = chunk + 1;
    if (Atomics.load(this.#tags, slot) !== tag) return false;
    const from = slot * CHUNK_BYTES + offset;
    target.set(this.#bytes.subarray(from, from + length), at);
    if (this.#readAheadOf < chunk) this.#readAhead(chunk);
    // Another thread may have put other bytes there meanwhile. A plain load could be moved before the copy.
    return this.#stays || Atomics.compareExchange(this.#tags, slot, tag, tag) === tag;
  }

  #readAhead(chunk: number): void {
    this.#readAheadOf = chunk;
    const next = chunk + 1;
    if (next * CHUNK_BYTES >= this.#file.size || this.#slots === 1) return;
    // Whoever needs these bytes hears of the failure when they read them.
    this.#load(next).catch(() => undefined);
  }

  #load(chunk: number): Promise<void> {
    if (Atomics.load(this.#tags, chunk % this.#slots) === chunk + 1) return Promise.resolve();
    const known = this.#loading.get(chunk);
    if (known) return known;
    const loading = this.#readChunk(chunk).finally(() => this.#loading.delete(chunk));
    this.#loading.set(chunk, loading);
    return loading;
  }

  async #readChunk(chunk: number): Promise<void> {
    const { size } = this.#file;
    const position = chunk * CHUNK_BYTES;
    const length = Math.min(CHUNK_BYTES, size - position);
    if (!this.#stays) return this.#store(chunk, await this.#read(position, new Uint8Array(length)));
    // Nobody else has a claim on this place: at worst another thread reads the same bytes into it.
    await this.#read(position, this.#bytes.subarray(position, position + length));
    Atomics.store(this.#tags, chunk, chunk + 1);
  }

  async #read(position: number, bytes: Uint8Array): Promise<Uint8Array> {
    const { fd, opened } = this.#file;
    await readFully(fd, position, bytes);
    if (opened) await refuseChanged(fd, opened);
    return bytes;
  }

  #store(chunk: number, bytes: Uint8Array): void {
    const slot = chunk % this.#slots;
    const former = Atomics.load(this.#tags, slot);
    // Another thread is writing there. Whoever misses these bytes loads them again.
    if (former === WRITING || Atomics.compareExchange(this.#tags, slot, former, WRITING) !== former) return;
    this.#bytes.set(bytes, slot * CHUNK_BYTES);
    Atomics.store(this.#tags, slot, chunk + 1);
  }
}

/** Memory that the whole of a file takes. */
export function bytesFor(size: number): number {
  // A short file takes what it needs, not a whole chunk.
  return size <= CHUNK_BYTES ? size : Math.ceil(size / CHUNK_BYTES) * CHUNK_BYTES;
}

/** A block may lie across two chunks, and both have to be there at once. */
const SLOTS_MIN = 2;

/** Lays out a file of `size` bytes in about `room` bytes of memory; never in less than lets a transfer go on. */
export function layOut(id: number, fd: number, size: number, opened: OpenedFile | null, room: number): SharedFile {
  const chunks = Math.max(1, Math.ceil(size / CHUNK_BYTES));
  const whole = bytesFor(size);
  const slots = whole <= room ? chunks : Math.min(chunks, Math.max(Math.floor(room / CHUNK_BYTES), SLOTS_MIN));
  const bytes = Math.min(whole, slots * CHUNK_BYTES);
  return { id, fd, size, opened, slots: new SharedArrayBuffer(bytes), tags: new SharedArrayBuffer(4 * slots) };
}

/** A file whose bytes are at hand whole. */
export function wholeInMemory(id: number, bytes: Uint8Array): SharedFile {
  const slots = new SharedArrayBuffer(bytes.length);
  new Uint8Array(slots).set(bytes);
  const tags = new SharedArrayBuffer(4 * Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES)));
  new Int32Array(tags).forEach((_, chunk, tagOf) => {
    tagOf[chunk] = chunk + 1;
  });
  return { id, fd: -1, size: bytes.length, opened: null, slots, tags };
}

/** To be asked after the bytes were read. @throws FileChanged */
export async function refuseChanged(fd: number, opened: OpenedFile): Promise<void> {
  const { size, mtimeNs, ctimeNs, nlink } = await promisify(fstat)(fd, { bigint: true });
  const touched = ctimeNs !== opened.ctimeNs && nlink === opened.nlink;
  if (size !== opened.size || mtimeNs !== opened.mtimeNs || touched) throw new FileChanged();
}

/** Fills `bytes` from `position` on. Rejects where the file ends before. */
export async function readFully(fd: number, position: number, bytes: Uint8Array): Promise<Uint8Array> {
  for (let done = 0; done < bytes.length; ) {
    const count = await readSome(fd, bytes, done, position + done);
    if (count === 0) throw new Error(`the file ended at ${position + done} bytes while it was sent`);
    done += count;
  }
  return bytes;
}

function readSome(fd: number, bytes: Uint8Array, offset: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, bytes, offset, bytes.length - offset, position, (error, count) => (error ? reject(error) : resolve(count)));
  });
}

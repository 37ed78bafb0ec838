import { type BigIntStats, close, constants, fstat, open, stat } from 'node:fs';
import { promisify } from 'node:util';
import { fileVersion } from '../serving/file-version.ts';
import { NETASCII_MAX_BYTES, toNetascii } from './netascii.ts';
import {
  bytesFor,
  type Content,
  FileView,
  layOut,
  type OpenedFile,
  readFully,
  refuseChanged,
  type SharedFile,
  wholeInMemory,
} from './shared-file.ts';

/** The path is no regular file: a folder, a pipe, a device. */
export class NotARegularFile extends Error {}

/** What lies in memory whole, a text that is converted or what was rendered, and the room is taken by files that are being sent. */
export class NoRoomInMemory extends Error {}

/** What an entry takes beside its bytes: so that a million empty files are bounded too. */
const ENTRY_BYTES = 4096;

/** What is to be opened. */
export interface FileSource {
  readonly filePath: string;
  /** Of bytes that never change: such a file is known by it alone. */
  readonly sha256: string | null;
  /** `fileVersion` as of now, where somebody has looked. */
  readonly version?: string;
}

/** What is at hand already, and on no disk. */
export interface MemorySource {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** A file in use. Each holder releases it once. */
export interface OpenFile extends Content {
  /** For a transfer in another thread, which reads on its own; released here when it is done. */
  readonly shared: SharedFile;
}

/**
 * Open files shared by the transfers that read them, also across threads: two hundred phones that fetch one firmware
 * read it from the disk once. A file that nobody reads any more is closed; its bytes stay until others need the room.
 */
export class FileCache {
  readonly #budget: number;
  /** The least lately used first. */
  readonly #files = new Map<string, CachedFile>();
  #taken = 0;
  #nextId = 1;

  /** `budget`: bytes in memory, for all files. Beyond it every further file in use still gets 128 KiB to go on with. */
  constructor(budget: number) {
    this.#budget = budget;
  }

  /**
   * Rejects with `NotARegularFile`, `NoRoomInMemory`, or the file system's own error. A running reader keeps the version
   * it opened. `text`: as netascii has it.
   */
  async open(source: FileSource | MemorySource, text: boolean): Promise<OpenFile> {
    if ('bytes' in source) return this.#inMemory(source, text);
    const { filePath } = source;
    const version = source.sha256 ?? source.version ?? fileVersion(await promisify(stat)(filePath, { bigint: true }));
    const atHand = this.#atHand(keyOf(version, filePath, text));
    if (atHand) return atHand;
    // O_NONBLOCK: opening a pipe must not hold one of the few threads that do all file work.
    const fd = await promisify(open)(filePath, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    let kept = false;
    try {
      const opened = await promisify(fstat)(fd, { bigint: true });
      if (!opened.isFile()) throw new NotARegularFile(`${filePath} is not a regular file`);
      const found = source.sha256 ?? fileVersion(opened);
      const size = Number(opened.size);
      if (text && size <= NETASCII_MAX_BYTES) {
        const converted = await this.#converted(keyOf(found, filePath, true), fd, opened);
        if (converted) return converted;
      }
      const { file, tookOver } = this.#file(
        keyOf(found, filePath, false),
        fd,
        source.sha256 === null ? pick(opened) : null,
        size,
      );
      kept = tookOver;
      return file;
    } finally {
      if (!kept) close(fd, ignore);
    }
  }

  /** This very version, where nothing has to be opened for it: a small file that many ask for. */
  #atHand(key: string): OpenFile | undefined {
    const file = this.#known(key);
    return file?.isReadable ? file.use() : undefined;
  }

  #file(key: string, fd: number, opened: OpenedFile | null, size: number): { file: OpenFile; tookOver: boolean } {
    const known = this.#known(key);
    if (known && !known.isUsed && takenBy(known.shared) < bytesFor(size)) this.#forget(key, known);
    else if (known) return { tookOver: known.reopen(fd), file: known.use() };
    const shared = layOut(this.#nextId++, fd, size, opened, this.#roomFor(bytesFor(size)));
    return { tookOver: true, file: this.#keep(key, shared).use() };
  }

  #inMemory({ bytes, sha256 }: MemorySource, text: boolean): OpenFile {
    const key = keyOf(sha256, '', text);
    const known = this.#known(key);
    if (known) return known.use();
    const asText = text && bytes.length <= NETASCII_MAX_BYTES ? toNetascii(bytes) : undefined;
    return this.#keepWhole(key, asText ?? bytes);
  }

  /** Undefined for what is no text. */
  async #converted(key: string, fd: number, opened: BigIntStats): Promise<OpenFile | undefined> {
    const known = this.#known(key);
    if (known) return known.use();
    const bytes = toNetascii(await readFully(fd, 0, new Uint8Array(Number(opened.size))));
    await refuseChanged(fd, opened);
    if (!bytes) return undefined;
    // Somebody else may have converted it during the wait.
    const meanwhile = this.#known(key);
    if (meanwhile) return meanwhile.use();
    return this.#keepWhole(key, bytes);
  }

  #keepWhole(key: string, bytes: Uint8Array): OpenFile {
    if (bytes.length > this.#roomFor(bytes.length)) throw new NoRoomInMemory(`${this.#files.size} other files hold the memory`);
    return this.#keep(key, wholeInMemory(this.#nextId++, bytes)).use();
  }

  #keep(key: string, shared: SharedFile): CachedFile {
    const file = new CachedFile(shared);
    this.#files.set(key, file);
    this.#taken += takenBy(shared);
    return file;
  }

  #known(key: string): CachedFile | undefined {
    const file = this.#files.get(key);
    if (!file) return undefined;
    this.#files.delete(key);
    this.#files.set(key, file);
    return file;
  }

  /** Half of what is left and no more: something is left for the next file whatever comes. Unused files go for it. */
  #roomFor(wanted: number): number {
    for (const [key, file] of this.#files) {
      if (wanted <= this.#halfOfLeft()) break;
      if (file.isUsed) continue;
      this.#forget(key, file);
    }
    return Math.max(0, this.#halfOfLeft());
  }

  #forget(key: string, file: CachedFile): void {
    this.#files.delete(key);
    this.#taken -= takenBy(file.shared);
  }

  #halfOfLeft(): number {
    return Math.floor((this.#budget - this.#taken) / 2);
  }
}

class CachedFile {
  #shared: SharedFile;
  #view: FileView;
  #users = 0;

  constructor(shared: SharedFile) {
    this.#shared = shared;
    this.#view = new FileView(shared);
  }

  get shared(): SharedFile {
    return this.#shared;
  }

  get isUsed(): boolean {
    return this.#users > 0;
  }

  /** Without a descriptor more. */
  get isReadable(): boolean {
    return this.#shared.fd >= 0 || this.#view.isWhole();
  }

  /** Takes this descriptor where it has none; false where it goes on with its own. */
  reopen(fd: number): boolean {
    if (this.#shared.fd >= 0) return false;
    this.#shared = { ...this.#shared, fd };
    this.#view = new FileView(this.#shared);
    return true;
  }

  use(): OpenFile {
    this.#users += 1;
    const [shared, view] = [this.#shared, this.#view];
    let released = false;
    return {
      shared,
      size: shared.size,
      copy: (position, length, target, at) => view.copy(position, length, target, at),
      load: (position, length) => view.load(position, length),
      release: () => {
        if (released) return;
        released = true;
        this.#users -= 1;
        if (this.#users === 0) this.#close();
      },
    };
  }

  #close(): void {
    const { fd } = this.#shared;
    if (fd < 0) return;
    this.#shared = { ...this.#shared, fd: -1 };
    // Nothing was written, so a failure to close loses nothing.
    void this.#view.idle().then(() => close(fd, ignore));
  }
}

function pick({ size, mtimeNs, ctimeNs, nlink }: BigIntStats): OpenedFile {
  return { size, mtimeNs, ctimeNs, nlink };
}

function keyOf(version: string, filePath: string, text: boolean): string {
  return `${text ? 'text' : 'bytes'} ${version} ${filePath}`;
}

function takenBy({ slots, tags }: SharedFile): number {
  return slots.byteLength + tags.byteLength + ENTRY_BYTES;
}

function ignore(): void {}

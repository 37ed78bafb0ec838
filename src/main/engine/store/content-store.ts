import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { Store } from './database.ts';
import type { Digests, FileDigests } from './digests.ts';
import { codeOf, storeFailure } from './disk-failure.ts';
import type { Room, StoreSpace } from './store-space.ts';
import { WriteBehind } from './write-behind.ts';
import { syncFile, syncFolder } from './sync.ts';

/** Bytes that lie in the store. `sha256` is their name there. */
export type StoredContent = FileDigests;

export type Digest = { readonly algorithm: 'sha1' | 'md5' | 'sha256'; readonly hex: string };

/** Of a digest that was not taken the column is empty. */
const COLUMNS = "sha256, size, nullif(sha1, '') AS sha1, nullif(md5, '') AS md5";

/** A file in `tmp/` whose digests are known but that has not been taken into the store. */
export interface ReceivedFile extends StoredContent {
  readonly tmpPath: string;
}

/**
 * Files by SHA-256. What is there is whole: bytes are written under a temporary name, flushed and renamed, so a crash
 * leaves the old state or the new one. Nothing is ever changed in place.
 */
export class ContentStore {
  readonly digests: Digests;
  readonly #database: Store;
  readonly #contentDir: string;
  readonly #tmpDir: string;
  readonly #space: StoreSpace;
  readonly #now: () => number;
  #nextTmp = 1;

  constructor(
    database: Store,
    space: StoreSpace,
    dirs: { contentDir: string; tmpDir: string },
    digests: Digests,
    now: () => number,
  ) {
    this.digests = digests;
    this.#database = database;
    this.#space = space;
    this.#contentDir = dirs.contentDir;
    this.#tmpDir = dirs.tmpDir;
    this.#now = now;
  }

  pathOf(sha256: string): string {
    return path.join(this.#contentDir, sha256);
  }

  /** A path in `tmp/` that nobody else has. What is left there goes at the next start. */
  tmpPath(label: string): string {
    const name = `${process.pid}-${this.#nextTmp}-${label.replace(/[^\w.-]/g, '_').slice(0, 60)}`;
    this.#nextTmp += 1;
    return path.join(this.#tmpDir, name);
  }

  /** Writes a stream to `tmp/` while its digests are taken. On any error the temporary file is gone. */
  async receive(chunks: AsyncIterable<Uint8Array>, label: string, onBytes?: (total: number) => void): Promise<ReceivedFile> {
    const tmpPath = this.tmpPath(label);
    try {
      const digests = await this.#write(tmpPath, chunks, onBytes);
      return { tmpPath, ...digests };
    } catch (error) {
      await rm(tmpPath, { force: true });
      throw codeOf(error) === undefined || error instanceof ProvdeskError ? error : storeFailure(error, tmpPath);
    }
  }

  /**
   * Takes a received file over under its name. Content that is there and whole is kept, and the copy dropped. `key`: the
   * room that was reserved for it, where some was.
   *
   * @throws ProvdeskError `store.limit-reached`, `store.disk-full`, `store.unreadable`
   */
  async keep(file: ReceivedFile, key = file.sha256): Promise<StoredContent> {
    return await this.#keep(file, key, true);
  }

  /** Takes over a file in `tmp/` that an archive gave. Only its name here is taken of it: no server knows its bytes. */
  async adopt(tmpPath: string): Promise<StoredContent> {
    const taken = await this.digests.ofFile(tmpPath);
    return await this.#keep({ tmpPath, ...taken }, taken.sha256, false);
  }

  async #keep(file: ReceivedFile, key: string, isFlushed: boolean): Promise<StoredContent> {
    const target = this.pathOf(file.sha256);
    this.#space.use(file.sha256);
    let room: Room | undefined;
    try {
      if (!this.get(file.sha256)) room = this.#space.reserve([{ key, size: file.size }]);
      // A phone may be reading what is there, and Windows replaces no file that is open.
      if (this.get(file.sha256) && (await this.#isWhole(target, file.sha256))) await rm(file.tmpPath, { force: true });
      else {
        if (!isFlushed) await syncFile(file.tmpPath);
        await rename(file.tmpPath, target);
        await syncFolder(this.#contentDir);
      }
      this.#record(file);
      this.#space.arrived(key);
      return file;
    } catch (error) {
      await rm(file.tmpPath, { force: true });
      throw storeFailure(error, target);
    } finally {
      room?.release();
    }
  }

  /** Content with this digest and size, as recorded; `verify` before it is used. */
  find(digest: Digest, size: number): StoredContent | undefined {
    const column = digest.algorithm;
    return this.#database
      .prepare<[string, number], StoredContent>(`SELECT ${COLUMNS} FROM content WHERE ${column} = ? AND size = ?`)
      .get(digest.hex, size);
  }

  /** What is recorded of content by its name; `verify` before it is used. */
  get(sha256: string): StoredContent | undefined {
    return this.#database.prepare<[string], StoredContent>(`SELECT ${COLUMNS} FROM content WHERE sha256 = ?`).get(sha256);
  }

  /** Reads the bytes again. Damaged or vanished content is forgotten, so that it is fetched anew; false then. */
  async verify(content: StoredContent): Promise<boolean> {
    const target = this.pathOf(content.sha256);
    this.#space.use(content.sha256);
    try {
      if ((await this.digests.ofFile(target)).sha256 === content.sha256) return true;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw storeFailure(error, target);
    }
    this.#forget(content.sha256);
    await rm(target, { force: true });
    return false;
  }

  /** Drops one content where nothing refers to it: what turned out to be of no use to anybody. */
  drop(sha256: string): void {
    this.#space.drop(sha256);
  }

  /** Removes files that a crash left in the folder without a record. */
  async removeStrays(): Promise<void> {
    const known = new Set(this.#database.prepare<[], string>('SELECT sha256 FROM content').pluck().all());
    for (const name of await readdir(this.#contentDir)) {
      if (!known.has(name)) await rm(this.pathOf(name), { recursive: true, force: true });
    }
  }

  /** Read again, as a disk may have damaged what was whole once. */
  async #isWhole(target: string, sha256: string): Promise<boolean> {
    try {
      return (await this.digests.ofFile(target)).sha256 === sha256;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
  }

  /** What was not taken of content before may be known of it now. */
  #record({ sha256, size, sha1, md5 }: StoredContent): void {
    this.#database
      .prepare(
        `INSERT INTO content (sha256, size, sha1, md5, added_at) VALUES (@sha256, @size, @sha1, @md5, @now)
         ON CONFLICT (sha256) DO UPDATE SET sha1 = iif(@sha1 = '', sha1, @sha1), md5 = iif(@md5 = '', md5, @md5)`,
      )
      .run({ sha256, size, sha1: sha1 ?? '', md5: md5 ?? '', now: this.#now() });
  }

  #forget(sha256: string): void {
    this.#database.prepare('DELETE FROM content WHERE sha256 = ?').run(sha256);
  }

  async #write(tmpPath: string, chunks: AsyncIterable<Uint8Array>, onBytes?: (total: number) => void): Promise<StoredContent> {
    await mkdir(path.dirname(tmpPath), { recursive: true });
    const [sha256, sha1, md5] = [createHash('sha256'), createHash('sha1'), createHash('md5')];
    const file = await open(tmpPath, 'wx');
    const written = new WriteBehind(file);
    let size = 0;
    try {
      for await (const chunk of chunks) {
        await written.add(chunk);
        sha256.update(chunk);
        sha1.update(chunk);
        md5.update(chunk);
        size += chunk.byteLength;
        onBytes?.(size);
      }
      await written.end();
      await file.sync();
    } finally {
      await file.close();
    }
    return { size, sha256: sha256.digest('hex'), sha1: sha1.digest('hex'), md5: md5.digest('hex') };
  }
}

import { readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { StoreUsage } from '../../../shared/contract/files.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { Store } from './database.ts';
import { isDiskError, storeFailure } from './disk-failure.ts';
import type { SettingsTable } from './settings.ts';

/** Content that nothing installed refers to, nor the way back to what was. */
const UNUSED = `sha256 NOT IN (SELECT sha256 FROM served_file)
  AND sha256 NOT IN (SELECT sha256 FROM package_source) AND sha256 NOT IN (SELECT archive FROM plugin)
  AND sha256 NOT IN (SELECT previous_archive FROM plugin WHERE previous_archive IS NOT NULL)
  AND sha256 NOT IN (SELECT sha256 FROM firmware_image) AND sha256 NOT IN (SELECT sha256 FROM device_backup)`;

const Limit = z.object({ bytes: z.number().nullable() });

/** Bytes that are to come into the store. A download's `key` is the name of its partial file: both are the same bytes. */
export interface Wanted {
  readonly key: string;
  readonly size: number;
}

/** Room that is kept for bytes on their way. */
export interface Room {
  release(): void;
}

interface Reserved {
  readonly size: number;
  holders: number;
}

interface Spare {
  readonly size: number;
  drop(): void;
}

/**
 * What the store and the downloads begun may take of the disk, and what has to go first. Everything here is done in
 * one go, so that two that ask at the same time are not both given the same room.
 */
export class StoreSpace {
  readonly #database: Store;
  readonly #settings: SettingsTable;
  readonly #contentDir: string;
  readonly #partialDir: string;
  readonly #reserved = new Map<string, Reserved>();
  /** Content that somebody works with, though nothing may refer to it yet. */
  readonly #inUse = new Set<string>();
  readonly #condemned = new Set<string>();

  constructor(database: Store, settings: SettingsTable, dirs: { contentDir: string; partialDir: string }) {
    this.#database = database;
    this.#settings = settings;
    this.#contentDir = dirs.contentDir;
    this.#partialDir = dirs.partialDir;
  }

  /** Bytes; null where there is none. */
  get limit(): number | null {
    return this.#settings.read('files.limit', Limit)?.bytes ?? null;
  }

  set limit(bytes: number | null) {
    this.#settings.write('files.limit', { bytes });
  }

  usage(): StoreUsage {
    const partial = this.#partials().reduce((sum, { size }) => sum + size, 0);
    return { content: this.#sum('TRUE'), unused: this.#sum(UNUSED), partial, diskFree: this.diskFree(), limit: this.limit };
  }

  /** Bytes. */
  diskFree(): number {
    const { bavail, bsize } = statfsSync(this.#partialDir);
    return bavail * bsize;
  }

  /** From now until `settle`, this content is not removed, whatever refers to it. */
  use(sha256: string): void {
    this.#inUse.add(sha256);
  }

  /** This content is of no use to anybody: it goes as soon as nobody is at work. */
  condemn(sha256: string): void {
    this.#condemned.add(sha256);
  }

  /** Nobody is at work: what is unused now may go, and what is condemned goes. */
  settle(): void {
    this.#inUse.clear();
    for (const sha256 of this.#condemned) this.drop(sha256);
    this.#condemned.clear();
  }

  /** Drops content that nothing refers to and nobody works with; returns the bytes freed. */
  clean(): number {
    const unused = this.#unused();
    for (const { drop } of unused) drop();
    return unused.reduce((sum, { size }) => sum + size, 0);
  }

  /** Drops one content where nothing refers to it, also if somebody works with it: who calls it is that one. */
  drop(sha256: string): void {
    const { changes } = this.#database.prepare(`DELETE FROM content WHERE sha256 = ? AND ${UNUSED}`).run(sha256);
    if (changes > 0) rmSync(path.join(this.#contentDir, sha256), { force: true });
  }

  /** By how many bytes these would pass the limit, even with all removed that may be; 0 where they would not. */
  overLimit(wanted: readonly Wanted[]): number {
    const { limit } = this;
    if (limit === null) return 0;
    const spare = [...this.#unused(), ...this.#idlePartials(wanted)].reduce((sum, { size }) => sum + size, 0);
    return Math.max(0, this.#taken(wanted) - spare - limit);
  }

  /**
   * Asks whether these bytes can come at all, before anything is done. Nothing is removed and nothing kept for them.
   *
   * @throws ProvdeskError `store.limit-reached`, `store.no-room`
   */
  check(wanted: readonly Wanted[]): void {
    this.#requireLimit(wanted);
    const bytes = wanted.reduce((sum, { key, size }) => sum + Math.max(0, size - this.#partialSize(key)), 0);
    const free = this.diskFree();
    if (bytes > free) throw new ProvdeskError('store.no-room', { needed: bytes, free });
  }

  /**
   * Keeps room for these bytes until it is released. Where the limit leaves none, what is unused goes, the oldest first,
   * and then downloads that nobody goes on with; where even that does not do, nothing is removed. Room that was given
   * stays given, also where the limit is lowered meanwhile.
   *
   * @throws ProvdeskError `store.limit-reached`
   */
  reserve(wanted: readonly Wanted[]): Room {
    const { limit } = this;
    if (limit !== null && wanted.some(({ key }) => !this.#reserved.has(key))) {
      this.#requireLimit(wanted);
      let over = this.#taken(wanted) - limit;
      for (const spare of over > 0 ? [...this.#unused(), ...this.#idlePartials(wanted)] : []) {
        if (over <= 0) break;
        spare.drop();
        over -= spare.size;
      }
    }
    const held = wanted.map(({ key, size }) => this.#hold(key, size));
    return {
      release: () => {
        for (const [key, reserved] of held.splice(0)) {
          reserved.holders -= 1;
          if (reserved.holders === 0 && this.#reserved.get(key) === reserved) this.#reserved.delete(key);
        }
      },
    };
  }

  /** These bytes are in the store now, and counted there. */
  arrived(key: string): void {
    this.#reserved.delete(key);
  }

  #hold(key: string, size: number): [string, Reserved] {
    const reserved = this.#reserved.get(key) ?? { size, holders: 0 };
    reserved.holders += 1;
    this.#reserved.set(key, reserved);
    return [key, reserved];
  }

  #requireLimit(wanted: readonly Wanted[]): void {
    const { limit } = this;
    const over = this.overLimit(wanted);
    if (limit !== null && over > 0) throw new ProvdeskError('store.limit-reached', { over, limit });
  }

  /** All that would be there, with what others keep room for and with these, each counted once. */
  #taken(wanted: readonly Wanted[]): number {
    const coming = new Map([...this.#reserved].map(([key, { size }]) => [key, size]));
    for (const { key, size } of wanted) coming.set(key, size);
    const partial = this.#partials().filter(({ key }) => !coming.has(key));
    return [...coming.values(), ...partial.map(({ size }) => size)].reduce((sum, size) => sum + size, this.#sum('TRUE'));
  }

  /** Oldest first. */
  #unused(): Spare[] {
    const rows = this.#database
      .prepare<[], { sha256: string; size: number }>(`SELECT sha256, size FROM content WHERE ${UNUSED} ORDER BY added_at, sha256`)
      .all();
    return rows
      .filter(({ sha256 }) => !this.#inUse.has(sha256))
      .map(({ sha256, size }) => ({
        size,
        drop: () => {
          this.#database.prepare('DELETE FROM content WHERE sha256 = ?').run(sha256);
          rmSync(path.join(this.#contentDir, sha256), { force: true });
        },
      }));
  }

  /** Downloads that were begun and that nobody goes on with now, oldest first. */
  #idlePartials(wanted: readonly Wanted[]): Spare[] {
    const busy = new Set([...this.#reserved.keys(), ...wanted.map(({ key }) => key)]);
    return this.#partials()
      .filter(({ key }) => !busy.has(key))
      .sort((a, b) => a.changedAt - b.changedAt)
      .map(({ name, size }) => ({ size, drop: () => rmSync(path.join(this.#partialDir, name), { force: true }) }));
  }

  #partialSize(key: string): number {
    return this.#partials().find(({ name }) => name === key)?.size ?? 0;
  }

  #partials(): { name: string; key: string; size: number; changedAt: number }[] {
    try {
      return readdirSync(this.#partialDir).flatMap((name) => {
        // One that was finished in this very moment counts for nothing.
        const found = statSync(path.join(this.#partialDir, name), { throwIfNoEntry: false });
        return found ? [{ name, key: name.replace(/\.json$/, ''), size: found.size, changedAt: found.mtimeMs }] : [];
      });
    } catch (error) {
      throw isDiskError(error) ? storeFailure(error, this.#partialDir) : error;
    }
  }

  #sum(where: string): number {
    return this.#database.prepare<[], number>(`SELECT coalesce(sum(size), 0) FROM content WHERE ${where}`).pluck().get() ?? 0;
  }
}

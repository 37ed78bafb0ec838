import { ProvdeskError } from '../../../shared/failures.ts';
import type { RowChange } from './row-changes.ts';
import type { RowWriter } from './row-writer.ts';

/** While the disk refuses, rows wait for it so long, in milliseconds, before it is asked again. */
const RETRY_AFTER = 2_000;
/** Rows handed over at once: what a backlog costs the engine's thread, and how long the lock is held, stays a few milliseconds. */
const MOST_AT_ONCE = 2_000;

export interface LaterRowsParts<Key, Row> {
  readonly writer: Pick<RowWriter, 'write' | 'overtake'>;
  /** Kept while the disk refuses or cannot follow, at most; the oldest are given up first. */
  readonly mostWaiting: number;
  /** How such rows are written. Done twice it does the same as once. */
  changes(rows: ReadonlyMap<Key, Row>): RowChange[];
  /** What could not be written is tried again; what was dropped is not. `error` is null where the disk is only too slow. */
  onTrouble(error: unknown, waiting: number, dropped: number): void;
}

/** Rows by key that are on their way to the database, off this thread: the newest of each counts. One batch at a time. */
export class LaterRows<Key, Row> {
  readonly #parts: LaterRowsParts<Key, Row>;
  #waiting = new Map<Key, Row>();
  /** Null too where `writeNow` took its rows over. */
  #underWay: Map<Key, Row> | null = null;
  #writing: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** `ending`: what the disk refuses now is not tried again. `over`: nothing begins any more. */
  #state: 'open' | 'ending' | 'over' = 'open';
  /** Why the last batch was not written. */
  #refusal: unknown;

  constructor(parts: LaterRowsParts<Key, Row>) {
    this.#parts = parts;
  }

  /** Is not waited for: see `unwritten`. */
  add(rows: Iterable<readonly [Key, Row]>): void {
    for (const [key, row] of rows) this.#waiting.set(key, row);
    const dropped = this.#dropOldest();
    if (dropped > 0) this.#parts.onTrouble(null, this.#waiting.size, dropped);
    this.#begin();
  }

  /** What the database may not have yet, and is newer than what it has. */
  get unwritten(): Map<Key, Row> {
    return new Map([...(this.#underWay ?? []), ...this.#waiting]);
  }

  /**
   * Writes these and all that waits on this thread, by `transact`, which throws where it cannot: then what waited goes on
   * waiting, and these do not. Nothing older than these is written after them.
   */
  writeNow(rows: Iterable<readonly [Key, Row]>, transact: (changes: RowChange[]) => void): void {
    const waiting = this.unwritten;
    const all = new Map([...waiting, ...rows]);
    if (all.size === 0) return;
    this.#parts.writer.overtake();
    this.#waiting = waiting;
    this.#underWay = null;
    try {
      transact(this.#parts.changes(all));
    } catch (error) {
      this.#tryAgainLater();
      throw error;
    }
    this.#waiting = new Map();
  }

  /**
   * Until what waits is written, or the disk refuses it once more; what then waits is left for `writeNow`. From here on
   * nothing begins by itself: the folder may be another engine's by then.
   * @throws ProvdeskError `store.busy`: the disk does not answer, and whoever tried at once would wait as long
   */
  async settle(): Promise<void> {
    if (this.#state === 'open') this.#state = 'ending';
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#begin();
    while (this.#writing) await this.#writing;
    this.#state = 'over';
    if (this.#waiting.size > 0 && this.#refusal instanceof ProvdeskError && this.#refusal.code === 'store.busy')
      throw this.#refusal;
  }

  get #mayBegin(): boolean {
    return this.#waiting.size > 0 && this.#retry === undefined && this.#state !== 'over';
  }

  #begin(): void {
    if (this.#writing || !this.#mayBegin) return;
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = undefined;
      this.#begin();
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#mayBegin) {
      const batch = this.#takeOldest();
      this.#underWay = batch;
      try {
        const ending = await this.#parts.writer.write(this.#parts.changes(batch));
        this.#refusal = undefined;
        if (ending === 'overtaken') this.#putBack(batch);
      } catch (error) {
        this.#refusal = error;
        this.#putBack(batch);
        this.#waitOn(error);
      }
      if (this.#underWay === batch) this.#underWay = null;
    }
  }

  #takeOldest(): Map<Key, Row> {
    const batch = new Map<Key, Row>();
    for (const [key, row] of this.#waiting) {
      if (batch.size === MOST_AT_ONCE) break;
      batch.set(key, row);
      this.#waiting.delete(key);
    }
    return batch;
  }

  /** Unless `writeNow` took it over. */
  #putBack(batch: ReadonlyMap<Key, Row>): void {
    if (this.#underWay === batch) this.#waiting = new Map([...batch, ...this.#waiting]);
  }

  #waitOn(error: unknown): void {
    const dropped = this.#dropOldest();
    this.#parts.onTrouble(error, this.#waiting.size, dropped);
    this.#tryAgainLater();
  }

  /** @returns how many */
  #dropOldest(): number {
    let dropped = 0;
    for (const key of this.#waiting.keys()) {
      if (this.#waiting.size <= this.#parts.mostWaiting) break;
      this.#waiting.delete(key);
      dropped += 1;
    }
    return dropped;
  }

  #tryAgainLater(): void {
    if (this.#state !== 'open') {
      this.#state = 'over';
      return;
    }
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.#begin();
    }, RETRY_AFTER).unref();
  }
}

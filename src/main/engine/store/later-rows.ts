import type { RowChange } from './row-changes.ts';
import type { RowWriter } from './row-writer.ts';

/** While the disk refuses, rows wait for it so long, in milliseconds, before it is asked again. */
const RETRY_AFTER = 2_000;

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
  get unwritten(): ReadonlyMap<Key, Row> {
    return new Map([...(this.#underWay ?? []), ...this.#waiting]);
  }

  /**
   * Writes these and all that waits on this thread, by `transact`, which throws where it cannot; then all wait on.
   * Nothing older than these is written after them.
   */
  writeNow(rows: Iterable<readonly [Key, Row]>, transact: (changes: RowChange[]) => void): void {
    const all = new Map([...this.unwritten, ...rows]);
    if (all.size === 0) return;
    this.#parts.writer.overtake();
    this.#waiting = all;
    this.#underWay = null;
    try {
      transact(this.#parts.changes(all));
    } catch (error) {
      this.#tryAgainLater();
      throw error;
    }
    this.#waiting = new Map();
  }

  /** Until what is under way is written, and nothing begins by itself any more. What waits is left for `writeNow`. */
  async settle(): Promise<void> {
    while (this.#writing) await this.#writing;
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  #begin(): void {
    if (this.#writing || this.#retry !== undefined || this.#waiting.size === 0) return;
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = undefined;
      this.#begin();
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.size > 0 && this.#retry === undefined) {
      const batch = this.#waiting;
      this.#waiting = new Map();
      this.#underWay = batch;
      try {
        const ending = await this.#parts.writer.write(this.#parts.changes(batch));
        if (ending === 'overtaken') this.#putBack(batch);
      } catch (error) {
        this.#putBack(batch);
        this.#waitOn(error);
      }
      if (this.#underWay === batch) this.#underWay = null;
    }
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
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.#begin();
    }, RETRY_AFTER);
  }
}

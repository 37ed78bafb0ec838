import type { Statement } from 'better-sqlite3';
import type { JournalEntry } from '../../../shared/contract/journal.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { EngineHost } from '../host.ts';
import type { Store } from '../store/database.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { softCommit } from '../store/soft-commit.ts';

type WithoutStamp<E> = E extends JournalEntry ? Omit<E, 'seq' | 'at'> : never;
/** What happened, before the journal numbers and dates it. */
export type JournalEvent = WithoutStamp<JournalEntry>;

export interface JournalQuery {
  readonly device?: string | undefined;
  readonly before?: number | undefined;
  readonly since?: number | undefined;
  readonly limit: number;
}

/** Longest that a request waits in memory before it is on the disk, in milliseconds. */
const FLUSH_AFTER = 100;
/** While the disk refuses, entries wait for it, so many at most; the oldest are given up first. */
const RETRY_AFTER = 2_000;
const MOST_WAITING = 20_000;
/** Entries kept: about a year of a busy technician. The oldest go, a slice at a time. */
const KEPT = 500_000;
const TRIM_EVERY = 10_000;

/**
 * What happened, for the user: typed, numbered, kept. Requests are written in batches, as a campus boots hundreds of
 * phones in a second, and without a wait for the disk; `commit` writes at once, together with the change that it tells of.
 */
export class Journal {
  readonly #database: Store;
  readonly #insertion: Statement<[number, number, string | null, string]>;
  readonly #host: Pick<EngineHost, 'now' | 'log'>;
  readonly #announce: (entries: JournalEntry[]) => void;
  #nextSeq: number;
  #trimmedAt = 0;
  #unwritten: JournalEntry[] = [];
  #unannounced: JournalEntry[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Store, host: Pick<EngineHost, 'now' | 'log'>, announce: (entries: JournalEntry[]) => void) {
    this.#database = database;
    this.#host = host;
    this.#announce = announce;
    this.#insertion = database.prepare('INSERT INTO journal (seq, at, device, entry) VALUES (?, ?, ?, ?)');
    this.#nextSeq = (database.prepare<[], number | null>('SELECT max(seq) FROM journal').pluck().get() ?? 0) + 1;
  }

  /** Adds an event to the next batch. */
  append(event: JournalEvent): void {
    const entry = this.#stamp(event);
    this.#unwritten.push(entry);
    this.#unannounced.push(entry);
    this.#timer ??= setTimeout(() => this.#flushOrWait(), FLUSH_AFTER);
  }

  /**
   * Makes a change and what it means for the journal in one transaction: both are on the disk, or neither.
   * @throws ProvdeskError `store.disk-full`, `store.unreadable`, or whatever `change` throws; nothing is recorded or announced then
   */
  commit<T>(events: readonly JournalEvent[], change: () => T): T {
    this.flush();
    const entries = events.map((event) => this.#stamp(event));
    const result = this.#transact(() => {
      const changed = change();
      for (const entry of entries) this.#insert(entry);
      return changed;
    });
    this.#announce(entries);
    return result;
  }

  /**
   * Writes and announces what waits.
   * @throws ProvdeskError `store.disk-full`, `store.unreadable`; what could not be written goes on waiting
   */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const news = this.#unannounced;
    this.#unannounced = [];
    if (news.length > 0) this.#announce(news);
    if (this.#unwritten.length === 0) return;
    const batch = this.#unwritten;
    this.#orFailure(() =>
      softCommit(this.#database, () => {
        for (const entry of batch) this.#insert(entry);
      }),
    );
    this.#unwritten = [];
    this.#trim();
  }

  #trim(): void {
    if (this.#nextSeq - this.#trimmedAt < TRIM_EVERY) return;
    this.#trimmedAt = this.#nextSeq;
    this.#transact(() => this.#database.prepare('DELETE FROM journal WHERE seq < ?').run(this.#nextSeq - KEPT));
  }

  #flushOrWait(): void {
    try {
      this.flush();
    } catch (error) {
      const dropped = Math.max(0, this.#unwritten.length - MOST_WAITING);
      this.#unwritten.splice(0, dropped);
      this.#host.log.error('journal', 'not-written', { reason: reasonOf(error), waiting: this.#unwritten.length, dropped });
      this.#timer = setTimeout(() => this.#flushOrWait(), RETRY_AFTER);
    }
  }

  /** Newest first. */
  list(query: JournalQuery): JournalEntry[] {
    this.flush();
    return this.#database
      .prepare<[object], string>(
        `SELECT entry FROM journal
          WHERE (@device IS NULL OR device = @device) AND (@before IS NULL OR seq < @before) AND (@since IS NULL OR at >= @since)
          ORDER BY seq DESC LIMIT @limit`,
      )
      .pluck()
      .all({ device: query.device ?? null, before: query.before ?? null, since: query.since ?? null, limit: query.limit })
      .map((text) => JSON.parse(text) as JournalEntry);
  }

  #stamp(event: JournalEvent): JournalEntry {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return { seq, at: this.#host.now(), ...event } as JournalEntry;
  }

  #transact<T>(change: () => T): T {
    return this.#orFailure(() => this.#database.transaction(change)());
  }

  /** Runs it, and says as a failure what the disk says. */
  #orFailure<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw isDiskError(error) ? storeFailure(error, this.#database.name) : error;
    }
  }

  #insert(entry: JournalEntry): void {
    const device = 'device' in entry ? entry.device : null;
    this.#insertion.run(entry.seq, entry.at, device, JSON.stringify(entry));
  }
}

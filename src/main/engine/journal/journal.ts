import type { JournalEntry } from '../../../shared/contract/journal.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { EngineHost } from '../host.ts';
import type { Store } from '../store/database.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { LaterRows } from '../store/later-rows.ts';
import { makeRowChanges, type RowChange } from '../store/row-changes.ts';
import type { RowWriter } from '../store/row-writer.ts';
import { transact } from '../store/transact.ts';

type WithoutStamp<E> = E extends JournalEntry ? Omit<E, 'seq' | 'at'> : never;
/** What happened, before the journal numbers and dates it. */
export type JournalEvent = WithoutStamp<JournalEntry>;

export interface JournalQuery {
  readonly device?: string | undefined;
  readonly before?: number | undefined;
  readonly since?: number | undefined;
  readonly limit: number;
}

/** Longest that an event waits before it is told and handed to be written, in milliseconds. */
const TELL_AFTER = 100;
/** While the disk refuses or cannot follow, entries wait for it, so many at most: some 50 MB, ten seconds of the worst storm. */
const MOST_WAITING = 100_000;
/** Entries kept: about a year of a busy technician. The oldest go, a slice at a time. */
const KEPT = 500_000;
const TRIM_EVERY = 10_000;

/** `OR IGNORE`: one that was written is the same. */
const INSERT = 'INSERT OR IGNORE INTO journal (seq, at, device, entry) VALUES (?, ?, ?, ?)';

/**
 * What happened, for the user: typed, numbered, kept. Requests are written in batches and off this thread, as a campus
 * boots hundreds of phones in a second; `commit` writes at once, durably, together with the change that it tells of.
 */
export class Journal {
  readonly #database: Store;
  readonly #host: Pick<EngineHost, 'now'>;
  readonly #announce: (entries: JournalEntry[]) => void;
  readonly #later: LaterRows<number, JournalEntry>;
  #nextSeq: number;
  #trimmedAt = 0;
  #untold: JournalEntry[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    database: Store,
    writer: RowWriter,
    host: Pick<EngineHost, 'now' | 'log'>,
    announce: (entries: JournalEntry[]) => void,
  ) {
    this.#database = database;
    this.#host = host;
    this.#announce = announce;
    this.#nextSeq = (database.prepare<[], number | null>('SELECT max(seq) FROM journal').pluck().get() ?? 0) + 1;
    this.#later = new LaterRows({
      writer,
      mostWaiting: MOST_WAITING,
      changes: (rows) => [insertionOf([...rows.values()]), ...this.#trimming()],
      onTrouble: (error, waiting, dropped) => {
        const reason = error === null ? 'the disk is too slow' : reasonOf(error);
        host.log.error('journal', 'not-written', { reason, waiting, dropped });
      },
    });
  }

  /** Adds an event to the next batch. */
  append(event: JournalEvent): void {
    this.#untold.push(this.#stamp(event));
    this.#timer ??= setTimeout(() => this.#tell(), TELL_AFTER);
  }

  /**
   * Makes a change and what it means for the journal in one transaction: both are on the disk, or neither.
   * @throws ProvdeskError `store.disk-full`, `store.unreadable`, or whatever `change` throws; nothing is recorded or announced then
   */
  commit<T>(events: readonly JournalEvent[], change: () => T): T {
    this.#tell();
    const entries = events.map((event) => this.#stamp(event));
    const result = this.#orFailure(() =>
      transact(this.#database, () => {
        const changed = change();
        makeRowChanges(this.#database, [insertionOf(entries)]);
        return changed;
      }),
    );
    this.#announce(entries);
    return result;
  }

  /**
   * Writes what waits, at the end. No thread is begun for that: where no phone asked for anything these are the only entries,
   * and nobody waits for this thread any more.
   * @throws ProvdeskError `store.disk-full`, `store.unreadable`
   */
  async end(): Promise<void> {
    await this.#later.settle();
    const rows = this.#told();
    this.#orFailure(() => this.#later.writeNow(rows, (changes) => makeRowChanges(this.#database, changes)));
  }

  /** Announces what waits for that, and hands it over to be written. */
  #tell(): void {
    const rows = this.#told();
    if (rows.length > 0) this.#later.add(rows);
  }

  /** Announces what waits for that. @returns what is to be written of it */
  #told(): [number, JournalEntry][] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const entries = this.#untold;
    if (entries.length === 0) return [];
    this.#untold = [];
    this.#announce(entries);
    return entries.map((entry) => [entry.seq, entry]);
  }

  #trimming(): RowChange[] {
    if (this.#nextSeq - this.#trimmedAt < TRIM_EVERY) return [];
    this.#trimmedAt = this.#nextSeq;
    return [{ sql: 'DELETE FROM journal WHERE seq < ?', rows: [[this.#nextSeq - KEPT]] }];
  }

  /** Newest first. */
  list(query: JournalQuery): JournalEntry[] {
    this.#tell();
    const waiting = [...this.#later.unwritten.values()].filter((entry) => isAskedFor(entry, query));
    const written = this.#database
      .prepare<[object], string>(
        `SELECT entry FROM journal
          WHERE (@device IS NULL OR device = @device) AND (@before IS NULL OR seq < @before) AND (@since IS NULL OR at >= @since)
          ORDER BY seq DESC LIMIT @limit`,
      )
      .pluck()
      .all({ device: query.device ?? null, before: query.before ?? null, since: query.since ?? null, limit: query.limit })
      .map((text) => JSON.parse(text) as JournalEntry);
    // One that has just been written is in both.
    const bySeq = new Map([...waiting, ...written].map((entry) => [entry.seq, entry]));
    return [...bySeq.values()].toSorted((a, b) => b.seq - a.seq).slice(0, query.limit);
  }

  #stamp(event: JournalEvent): JournalEntry {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return { seq, at: this.#host.now(), ...event } as JournalEntry;
  }

  /** Runs it, and says as a failure what the disk says. */
  #orFailure<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw isDiskError(error) ? storeFailure(error, this.#database.name) : error;
    }
  }
}

function insertionOf(entries: readonly JournalEntry[]): RowChange {
  return { sql: INSERT, rows: entries.map((entry) => [entry.seq, entry.at, deviceOf(entry), JSON.stringify(entry)]) };
}

function isAskedFor(entry: JournalEntry, { device, before, since }: JournalQuery): boolean {
  if (device !== undefined && deviceOf(entry) !== device) return false;
  return (before === undefined || entry.seq < before) && (since === undefined || entry.at >= since);
}

function deviceOf(entry: JournalEntry): string | null {
  return 'device' in entry ? entry.device : null;
}

import { Operation } from '../../../shared/contract/operations.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import type { EngineHost } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import type { Store } from '../store/database.ts';

export const OPERATIONS_KEPT = 100;

/** Operations on the disk, so that a restart can tell how each went and go on with what was left. */
export class OperationTable {
  readonly #database: Store;
  readonly #journal: Journal;
  readonly #host: Pick<EngineHost, 'now' | 'log'>;

  constructor(database: Store, journal: Journal, host: Pick<EngineHost, 'now' | 'log'>) {
    this.#database = database;
    this.#journal = journal;
    this.#host = host;
  }

  /** An operation goes on where its record cannot be written: a full disk fails its items by themselves. */
  write(operation: Operation): void {
    try {
      this.#database
        .prepare(
          `INSERT INTO operation (id, started_at, state, operation) VALUES (?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET state = excluded.state, operation = excluded.operation`,
        )
        .run(operation.id, operation.startedAt, operation.state, JSON.stringify(operation));
    } catch (error) {
      this.#host.log.error('operations', 'not-written', { operation: operation.id, reason: reasonOf(error) });
    }
  }

  /** The newest ones, oldest first. What was running when the engine ended is `interrupted` now. */
  restore(): Operation[] {
    this.#database
      .prepare('DELETE FROM operation WHERE id NOT IN (SELECT id FROM operation ORDER BY started_at DESC LIMIT ?)')
      .run(OPERATIONS_KEPT);
    const rows = this.#database.prepare<[], string>('SELECT operation FROM operation ORDER BY started_at').pluck().all();
    return rows.flatMap((text) => {
      const parsed = Operation.safeParse(JSON.parse(text));
      if (!parsed.success) {
        // Of a shape that no version wrote: it hides no other.
        this.#host.log.warn('operations', 'not-readable', { reason: parsed.error.message.slice(0, 300) });
        return [];
      }
      return [parsed.data.state === 'running' ? this.#interrupt(parsed.data) : parsed.data];
    });
  }

  #interrupt(running: Operation): Operation {
    const { failure } = new ProvdeskError('operations.interrupted');
    const items = running.items.map((item): Operation['items'][number] => {
      if (item.state === 'success' || item.state === 'failed' || item.state === 'cancelled') return item;
      const files = item.files.map((file) => (file.state === 'downloading' ? { ...file, state: 'waiting' as const } : file));
      return { ...item, state: 'failed', files, failure };
    });
    const revision = running.revision + 1;
    const operation: Operation = { ...running, state: 'interrupted', finishedAt: this.#host.now(), items, revision };
    this.write(operation);
    const succeeded = items.filter((item) => item.state === 'success').length;
    const { id, kind, plugin = null } = operation;
    const failed = items.length - succeeded;
    this.#journal.append({ kind: 'operation.ended', operation: id, what: kind, plugin, state: 'interrupted', succeeded, failed });
    return operation;
  }
}

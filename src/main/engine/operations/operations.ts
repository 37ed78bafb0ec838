import { randomUUID } from 'node:crypto';
import type { FileProgress, Operation, OperationItem } from '../../../shared/contract/operations.ts';
import { failureOf, ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import type { EngineHost } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import type { Store } from '../store/database.ts';
import { runAll } from './run-all.ts';

export type OperationKind = Operation['kind'];

/** What is to be done: one `run` per item, several at a time. */
export interface OperationPlan {
  readonly kind: OperationKind;
  readonly plugin: string | null;
  readonly items: readonly string[];
  /** Items that run at the same time. */
  readonly atOnce: number;
  run(item: ItemProgress, signal: AbortSignal): Promise<void>;
  /** Called once, when the last item has ended, however it did. */
  ended?(): void;
}

/** What a running item tells of itself. */
export interface ItemProgress {
  readonly id: string;
  stage(state: 'downloading' | 'installing'): void;
  files(files: readonly FileProgress[]): void;
  file(name: string, change: Partial<Pick<FileProgress, 'done' | 'state'>>): void;
  /** Bytes that came over the network. */
  addBytes(count: number): void;
}

/** Longest that progress waits before it is announced, in milliseconds. */
const ANNOUNCE_AFTER = 100;
const KEPT = 100;
/** Up to so many items, each one's end is on the disk at once. */
const WRITTEN_EACH = 100;

type MutableItem = { -readonly [K in keyof OperationItem]: OperationItem[K] };
type MutableOperation = Omit<{ -readonly [K in keyof Operation]: Operation[K] }, 'items'> & { items: MutableItem[] };

/** Long work with progress, cancel and retry. What has ended is kept, so that a restart can tell how it went. */
export class Operations {
  readonly #database: Store;
  readonly #journal: Journal;
  readonly #host: Pick<EngineHost, 'now' | 'log'>;
  readonly #announce: (operation: Operation) => void;
  readonly #operations = new Map<string, MutableOperation>();
  readonly #running = new Map<string, { controller: AbortController; done: Promise<void> }>();
  readonly #announcing = new Map<string, NodeJS.Timeout>();

  constructor(
    database: Store,
    journal: Journal,
    host: Pick<EngineHost, 'now' | 'log'>,
    announce: (operation: Operation) => void,
  ) {
    this.#database = database;
    this.#journal = journal;
    this.#host = host;
    this.#announce = announce;
    this.#restore();
  }

  /** Begins; returns at once with the operation's id. */
  start(plan: OperationPlan): string {
    const id = randomUUID();
    const operation: MutableOperation = {
      id,
      kind: plan.kind,
      ...(plan.plugin === null ? {} : { plugin: plan.plugin }),
      state: 'running',
      startedAt: this.#host.now(),
      items: plan.items.map((item) => ({ id: item, state: 'waiting', files: [] })),
      bytes: 0,
      revision: 1,
    };
    this.#operations.set(id, operation);
    this.#forgetOldest();
    this.#persist(operation);
    const controller = new AbortController();
    const done = this.#run(operation, plan, controller.signal);
    this.#running.set(id, { controller, done });
    this.#announce(structuredClone(operation));
    return id;
  }

  list(): Operation[] {
    return [...this.#operations.values()].reverse().map((operation) => structuredClone(operation));
  }

  /** @throws ProvdeskError `operations.unknown` */
  get(id: string): Operation {
    return structuredClone(this.#find(id));
  }

  /** @throws ProvdeskError `operations.unknown`, `operations.not-running` */
  cancel(id: string): Operation {
    const operation = this.#find(id);
    const running = this.#running.get(id);
    if (!running) throw new ProvdeskError('operations.not-running', { operation: id });
    running.controller.abort();
    return structuredClone(operation);
  }

  /** Items of an ended operation that did not succeed. @throws ProvdeskError `operations.nothing-to-retry` */
  unfinishedItems(id: string): { operation: Operation; items: string[] } {
    const operation = this.get(id);
    const items =
      operation.state === 'running' ? [] : operation.items.filter((item) => item.state !== 'success').map((item) => item.id);
    if (items.length === 0) throw new ProvdeskError('operations.nothing-to-retry', { operation: id });
    return { operation, items };
  }

  /** Ends what runs, as a cancel does, and waits until it has. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { controller } of running) controller.abort();
    await Promise.all(running.map(({ done }) => done));
    for (const timer of this.#announcing.values()) clearTimeout(timer);
  }

  async #run(operation: MutableOperation, plan: OperationPlan, signal: AbortSignal): Promise<void> {
    await runAll(operation.items, plan.atOnce, async (item) => {
      if (signal.aborted) item.state = 'cancelled';
      else await this.#runItem(operation, item, plan, signal);
    });
    plan.ended?.();
    operation.state = finalState(operation.items, signal.aborted);
    operation.finishedAt = this.#host.now();
    const succeeded = operation.items.filter((item) => item.state === 'success').length;
    const failed = operation.items.filter((item) => item.state === 'failed').length;
    const { id, kind, state } = operation;
    this.#journal.append({ kind: 'operation.ended', operation: id, what: kind, plugin: plan.plugin, state, succeeded, failed });
    this.#running.delete(id);
    this.#persist(operation);
    this.#changed(operation, true);
  }

  async #runItem(operation: MutableOperation, item: MutableItem, plan: OperationPlan, signal: AbortSignal): Promise<void> {
    try {
      await plan.run(this.#progressOf(operation, item), signal);
      item.state = 'success';
    } catch (error) {
      if (!(error instanceof ProvdeskError))
        this.#host.log.error('operations', 'bug', { operation: operation.id, item: item.id, reason: reasonOf(error) });
      const failure = failureOf(error);
      if (failure.code === 'operations.cancelled') {
        item.state = 'cancelled';
      } else {
        item.state = 'failed';
        item.failure = failure;
      }
    }
    // A long list is written now and then: each write is the whole of it.
    const ended = operation.items.filter((other) => other.state === 'success' || other.state === 'failed').length;
    if (operation.items.length <= WRITTEN_EACH || ended % WRITTEN_EACH === 0) this.#persist(operation);
    this.#changed(operation, false);
  }

  #progressOf(operation: MutableOperation, item: MutableItem): ItemProgress {
    return {
      id: item.id,
      stage: (state) => {
        item.state = state;
        this.#changed(operation, false);
      },
      files: (files) => {
        item.files = files.map((file) => ({ ...file }));
        this.#changed(operation, false);
      },
      file: (name, change) => {
        item.files = item.files.map((file) => (file.name === name ? { ...file, ...change } : file));
        this.#changed(operation, false);
      },
      addBytes: (count) => {
        operation.bytes += count;
      },
    };
  }

  /** Announces soon; at once where something ended, so that a client that waits hears it without delay. */
  #changed(operation: MutableOperation, atOnce: boolean): void {
    operation.revision += 1;
    const announce = () => {
      clearTimeout(this.#announcing.get(operation.id));
      this.#announcing.delete(operation.id);
      this.#announce(structuredClone(operation));
    };
    if (atOnce) announce();
    else if (!this.#announcing.has(operation.id)) this.#announcing.set(operation.id, setTimeout(announce, ANNOUNCE_AFTER));
  }

  /** The newest are kept, and whatever still runs. */
  #forgetOldest(): void {
    for (const [id, operation] of this.#operations) {
      if (this.#operations.size <= KEPT) return;
      if (operation.state !== 'running') this.#operations.delete(id);
    }
  }

  #find(id: string): MutableOperation {
    const operation = this.#operations.get(id);
    if (!operation) throw new ProvdeskError('operations.unknown', { operation: id });
    return operation;
  }

  /** An operation goes on where its record cannot be written: a full disk fails its items by themselves. */
  #persist(operation: Operation): void {
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

  /** What was running when the engine ended can be told, and tried again: `interrupted`. */
  #restore(): void {
    this.#database
      .prepare('DELETE FROM operation WHERE id NOT IN (SELECT id FROM operation ORDER BY started_at DESC LIMIT ?)')
      .run(KEPT);
    const rows = this.#database.prepare<[], string>('SELECT operation FROM operation ORDER BY started_at').pluck().all();
    for (const text of rows) {
      const operation = JSON.parse(text) as MutableOperation;
      if (operation.state === 'running') this.#interrupt(operation);
      this.#operations.set(operation.id, operation);
    }
  }

  #interrupt(operation: MutableOperation): void {
    operation.state = 'interrupted';
    operation.finishedAt = this.#host.now();
    for (const item of operation.items.filter((candidate) => candidate.state !== 'success' && candidate.state !== 'failed')) {
      item.state = 'failed';
      item.failure = new ProvdeskError('operations.interrupted').failure;
    }
    this.#persist(operation);
    const succeeded = operation.items.filter((item) => item.state === 'success').length;
    const { id, kind, plugin = null } = operation;
    const failed = operation.items.length - succeeded;
    this.#journal.append({ kind: 'operation.ended', operation: id, what: kind, plugin, state: 'interrupted', succeeded, failed });
  }
}

function finalState(items: readonly OperationItem[], cancelled: boolean): Operation['state'] {
  if (items.every((item) => item.state === 'success')) return 'success';
  if (cancelled) return 'cancelled';
  return items.some((item) => item.state === 'success') ? 'partial' : 'failed';
}

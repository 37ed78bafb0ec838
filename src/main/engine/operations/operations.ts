import { randomUUID } from 'node:crypto';
import type { Operation, OperationItem } from '../../../shared/contract/operations.ts';
import { failureOf, ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import type { EngineHost } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import type { Store } from '../store/database.ts';
import { OPERATIONS_KEPT, OperationTable } from './operation-table.ts';
import type { ItemProgress, OperationPlan, PlannedItem } from './plan.ts';
import { runAll } from './run-all.ts';

/** Longest that progress waits before it is announced, in milliseconds. */
const ANNOUNCE_AFTER = 100;
/** Longest that progress waits before it is on the disk, in milliseconds; ends of items go there at once. */
const WRITE_AFTER = 2_000;
/** Up to so many items, each one's end is on the disk at once. */
const WRITTEN_EACH = 100;

type MutableItem = { -readonly [K in keyof OperationItem]: OperationItem[K] };
type MutableOperation = Omit<{ -readonly [K in keyof Operation]: Operation[K] }, 'items'> & { items: MutableItem[] };

interface Running {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Long work with progress, cancel and going on. What has ended is kept, so that a restart can tell how it went. */
export class Operations {
  readonly #table: OperationTable;
  readonly #journal: Journal;
  readonly #host: Pick<EngineHost, 'now' | 'log'>;
  readonly #announce: (operation: Operation) => void;
  readonly #operations: Map<string, MutableOperation>;
  readonly #running = new Map<string, Running>();
  /** What ran when the engine was told to stop. */
  readonly #leftOff = new Set<string>();
  readonly #announcing = new Map<string, NodeJS.Timeout>();
  readonly #writtenAt = new Map<string, number>();

  constructor(
    database: Store,
    journal: Journal,
    host: Pick<EngineHost, 'now' | 'log'>,
    announce: (operation: Operation) => void,
  ) {
    this.#table = new OperationTable(database, journal, host);
    this.#journal = journal;
    this.#host = host;
    this.#announce = announce;
    this.#operations = new Map(this.#table.restore().map((operation) => [operation.id, operation]));
  }

  /** Begins; returns at once with the operation's id. */
  start(plan: OperationPlan): string {
    const id = randomUUID();
    const operation: MutableOperation = {
      id,
      kind: plan.kind,
      ...(plan.plugin === null ? {} : { plugin: plan.plugin }),
      ...(plan.scope ? { scope: plan.scope } : {}),
      ...(plan.continues === undefined ? {} : { continues: plan.continues }),
      state: 'running',
      startedAt: this.#host.now(),
      items: plan.items.map(waitingItem),
      bytes: 0,
      bytesHere: 0,
      revision: 1,
    };
    this.#operations.set(id, operation);
    this.#forgetOldest();
    this.#write(operation);
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

  /** An ended operation of which something is left to do. @throws ProvdeskError `operations.unknown`, `operations.nothing-to-retry` */
  unfinished(id: string): Operation {
    const operation = this.get(id);
    if (operation.state === 'running' || operation.state === 'success')
      throw new ProvdeskError('operations.nothing-to-retry', { operation: id });
    return operation;
  }

  /** Ends what runs and waits until it has. Nobody cancelled it, so that the next start tells it as interrupted. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    for (const [id, { controller }] of this.#running) {
      if (!controller.signal.aborted) this.#leftOff.add(id);
      controller.abort();
    }
    await Promise.all(running.map(({ done }) => done));
    for (const timer of this.#announcing.values()) clearTimeout(timer);
  }

  async #run(operation: MutableOperation, plan: OperationPlan, signal: AbortSignal): Promise<void> {
    await this.#runItems(operation, operation.items, plan, signal);
    const complete = !signal.aborted || plan.followUp === undefined;
    if (complete && plan.followUp) {
      const items = plan.followUp().map(waitingItem);
      operation.items.push(...items);
      this.#changed(operation, false);
      await this.#runItems(operation, items, plan, signal);
    }
    plan.ended?.();
    const stopped = this.#leftOff.has(operation.id) ? 'interrupted' : 'cancelled';
    operation.state = finalState(operation.items, signal.aborted ? stopped : undefined, complete);
    operation.finishedAt = this.#host.now();
    const succeeded = operation.items.filter((item) => item.state === 'success').length;
    const failed = operation.items.filter((item) => item.state === 'failed').length;
    const { id, kind, state, plugin = null } = operation;
    this.#journal.append({ kind: 'operation.ended', operation: id, what: kind, plugin, state, succeeded, failed });
    this.#running.delete(id);
    this.#write(operation);
    this.#writtenAt.delete(id);
    this.#changed(operation, true);
  }

  async #runItems(
    operation: MutableOperation,
    items: readonly MutableItem[],
    plan: OperationPlan,
    signal: AbortSignal,
  ): Promise<void> {
    await runAll(items, plan.atOnce, async (item) => {
      if (signal.aborted) item.state = 'cancelled';
      else await this.#runItem(operation, item, plan, signal);
    });
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
    if (operation.items.length <= WRITTEN_EACH || ended % WRITTEN_EACH === 0) this.#write(operation);
    this.#changed(operation, false);
  }

  #progressOf(operation: MutableOperation, item: MutableItem): ItemProgress {
    const changed = () => this.#changed(operation, false);
    return {
      id: item.id,
      plugin: item.plugin ?? '',
      isPlugin: (id) => {
        item.id = id;
        if (operation.items.length === 1) operation.plugin = id;
        changed();
      },
      stage: (state) => {
        item.state = state;
        changed();
      },
      files: (files) => {
        item.files = files.map((file) => ({ ...file }));
        changed();
      },
      file: (name, change) => {
        item.files = item.files.map((file) => (file.name === name ? { ...file, ...change } : file));
        changed();
      },
      addBytes: (count) => {
        operation.bytes += count;
      },
      addBytesHere: (count) => {
        operation.bytesHere += count;
      },
    };
  }

  /** Announces soon; at once where it has ended, so that a client that waits hears it without delay. */
  #changed(operation: MutableOperation, hasEnded: boolean): void {
    operation.revision += 1;
    const announce = () => {
      clearTimeout(this.#announcing.get(operation.id));
      this.#announcing.delete(operation.id);
      this.#announce(structuredClone(operation));
      if (!hasEnded && this.#host.now() - (this.#writtenAt.get(operation.id) ?? 0) >= WRITE_AFTER) this.#write(operation);
    };
    if (hasEnded) announce();
    else if (!this.#announcing.has(operation.id)) this.#announcing.set(operation.id, setTimeout(announce, ANNOUNCE_AFTER));
  }

  #write(operation: MutableOperation): void {
    this.#table.write(operation);
    this.#writtenAt.set(operation.id, this.#host.now());
  }

  /** The newest are kept, and whatever still runs. */
  #forgetOldest(): void {
    for (const [id, operation] of this.#operations) {
      if (this.#operations.size <= OPERATIONS_KEPT) return;
      if (operation.state !== 'running') this.#operations.delete(id);
    }
  }

  #find(id: string): MutableOperation {
    const operation = this.#operations.get(id);
    if (!operation) throw new ProvdeskError('operations.unknown', { operation: id });
    return operation;
  }
}

function waitingItem({ id, plugin, files = [] }: PlannedItem): MutableItem {
  return { id, ...(plugin === undefined ? {} : { plugin }), state: 'waiting', files: files.map((file) => ({ ...file })) };
}

/** `complete`: nothing was left out that the items had yet to tell of. */
function finalState(
  items: readonly OperationItem[],
  stopped: 'cancelled' | 'interrupted' | undefined,
  complete: boolean,
): Operation['state'] {
  if (complete && items.every((item) => item.state === 'success')) return 'success';
  if (stopped) return stopped;
  return items.some((item) => item.state === 'success') ? 'partial' : 'failed';
}

import type { Operation } from '../contract/operations.ts';
import type { Failure } from '../failures.ts';
import { type Followed, followOperation } from '../follow-operation.ts';
import { operationLines } from '../operation-lines.ts';
import { chain } from './chain.ts';
import { Report, type Shortfall } from './shown.ts';

/** Where a console stands: in a terminal, or on a page of the window. */
export interface ConsoleHost extends Followed {
  /** What this place adds to the help: how to leave it, say. */
  readonly hints: readonly string[];
  /** What a statement gives: `document` for scripts, the lines for people, and how it ended where not all was done. */
  answer(document: unknown, lines: readonly string[], shortfall: Shortfall | undefined): void;
  failure(failure: Failure): void;
  /** Called with every change of an operation that a statement waits for. */
  progress(operation: Operation): void;
}

/**
 * Where the console's objects ask the engine. What one statement asks for is done in the order it is written, each after
 * the one before, so that `p.install('A'); p.uninstall('B')` never meets itself.
 */
export class Desk {
  readonly host: ConsoleHost;
  readonly #running = new Set<string>();
  #tail: Promise<unknown> = Promise.resolve();
  #asked: Promise<unknown>[] = [];

  constructor(host: ConsoleHost) {
    this.host = host;
  }

  /** Begins `work` when everything before it has ended, with arguments that have come. Returns a chain. */
  ask(args: readonly unknown[], work: (args: readonly unknown[]) => Promise<unknown>): unknown {
    const given = Promise.all(args);
    given.catch(() => undefined); // Told by the work that needed it.
    const result = this.#tail.then(async () => await work(await given));
    this.#tail = result.catch(() => undefined); // The next one begins however this one ended.
    this.#asked.push(result);
    return chain(result);
  }

  /** How everything ended that was asked for since the last time. */
  async settled(): Promise<PromiseSettledResult<unknown>[]> {
    const asked = this.#asked;
    this.#asked = [];
    return await Promise.allSettled(asked);
  }

  /** Follows an operation to its end and says item by item how that was. */
  async follow(started: Promise<{ operation: string }>): Promise<Report> {
    const { operation: id } = await started;
    this.#running.add(id);
    try {
      const operation = await followOperation(this.host, id, (news) => this.host.progress(news));
      return new Report(operationLines(operation), operation, shortfallOf(operation));
    } finally {
      this.#running.delete(id);
    }
  }

  /** Cancels the operation that runs. False where none does. */
  cancel(): boolean {
    for (const id of this.#running) {
      // It ended in the meantime: that end is shown.
      this.host.client.operations.cancel({ id }).catch(() => undefined);
    }
    return this.#running.size > 0;
  }
}

function shortfallOf({ state }: Operation): Shortfall | undefined {
  return state === 'success' || state === 'running' ? undefined : state;
}

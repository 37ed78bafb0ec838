import { followOperation, type Interrupts, statusOf } from '../follow-operation.ts';
import { EXIT } from '../exit.ts';
import { megabytes } from '../output.ts';
import type { Session } from '../program.ts';
import type { Operation } from '../../../shared/contract/operations.ts';
import { chain } from './chain.ts';
import { Report } from './shown.ts';

/**
 * Where the console's objects ask the engine. What one statement asks for is done in the order it is written, each after
 * the one before, so that `p.install('A'); p.uninstall('B')` never meets itself.
 */
export class Desk {
  readonly session: Session;
  readonly #cancels = new Set<() => void>();
  #tail: Promise<unknown> = Promise.resolve();
  #asked: Promise<unknown>[] = [];

  constructor(session: Session) {
    this.session = session;
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
    const operation = await followOperation(this.session, (await started).operation, this.#interrupts);
    return new Report(linesOf(operation), operation, statusOf(operation) !== EXIT.done);
  }

  /** Cancels the operation that runs. False where none does. */
  cancel(): boolean {
    for (const cancel of this.#cancels) cancel();
    return this.#cancels.size > 0;
  }

  /** A terminal that is read key by key sends no signal: there, `cancel` is called. */
  readonly #interrupts: Interrupts = (cancel) => {
    this.#cancels.add(cancel);
    process.on('SIGINT', cancel);
    return () => {
      this.#cancels.delete(cancel);
      process.off('SIGINT', cancel);
    };
  };
}

function linesOf({ items, bytes, startedAt, finishedAt = startedAt }: Operation): string[] {
  if (items.length === 0) return ['Everything is installed already.'];
  const done = items.filter((item) => item.state === 'success').length;
  const seconds = ((finishedAt - startedAt) / 1000).toFixed(1);
  return [
    ...items.map((item) =>
      item.failure
        ? `${item.id}: ${item.failure.message} [${item.failure.code}]`
        : `${item.id}: ${item.state === 'success' ? 'installed' : item.state}`,
    ),
    `${done} installed, ${items.length - done} not, ${megabytes(bytes)} downloaded in ${seconds} s.`,
  ];
}

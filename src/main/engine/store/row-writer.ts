import { Worker } from 'node:worker_threads';
import { ProvdeskError } from '../../../shared/failures.ts';
import { storeFailure } from './disk-failure.ts';
import type { RowChange } from './row-changes.ts';

export interface RowWriterStart {
  readonly databasePath: string;
  /** Of `Int32Array`, one long. */
  readonly turn: SharedArrayBuffer;
}

export interface RowTask {
  readonly changes: readonly RowChange[];
  /** What the turn was when it was given. */
  readonly turn: number;
}

/** `overtaken`: nothing was written, as another wrote newer rows before this began. */
export type RowEnding = 'written' | 'overtaken';

export type RowAnswer =
  | { readonly ending: RowEnding }
  | { readonly error: { readonly code: string | undefined; readonly message: string } };

/**
 * Writes to the database in a thread of its own, by a connection of its own: neither a commit nor a checkpoint there,
 * however long the disk takes, is felt in the window or by a phone. For what hundreds of requests a second leave behind;
 * what a person or an upgrade waits for is written durably, by the engine's own connection. The thread is started when
 * first needed, keeps no process alive, and takes one task after the other.
 */
export class RowWriter {
  readonly #entry: URL;
  readonly #databasePath: string;
  readonly #turns = new Int32Array(new SharedArrayBuffer(4));
  readonly #waiting: PromiseWithResolvers<RowAnswer>[] = [];
  #worker: Worker | undefined;
  #isStopped = false;

  /** `entry`: `row-writer-worker.ts`, or a bundle of it. */
  constructor(entry: URL, databasePath: string) {
    this.#entry = entry;
    this.#databasePath = databasePath;
  }

  /**
   * In one transaction.
   * @throws ProvdeskError `store.disk-full`, `store.busy`, `store.unreadable`: nothing was written; `engine.stopping`
   */
  async write(changes: readonly RowChange[]): Promise<RowEnding> {
    if (this.#isStopped) throw new ProvdeskError('engine.stopping');
    const worker = (this.#worker ??= this.#start());
    worker.postMessage({ changes, turn: this.#turns[0] ?? 0 } satisfies RowTask);
    const answered = Promise.withResolvers<RowAnswer>();
    this.#waiting.push(answered);
    worker.ref();
    const answer = await answered.promise;
    if ('ending' in answer) return answer.ending;
    const { code, message } = answer.error;
    throw storeFailure(Object.assign(new Error(message), { code }), this.#databasePath);
  }

  /**
   * What was given so far and has not begun is not to be written any more. To be called before a transaction of the
   * engine's own connection that writes newer rows: what has begun is over before that one begins.
   */
  overtake(): void {
    Atomics.add(this.#turns, 0, 1);
  }

  /** For good, after the last `write` has ended: the folder is another engine's from then on. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const workerData: RowWriterStart = { databasePath: this.#databasePath, turn: this.#turns.buffer };
    const worker = new Worker(this.#entry, { name: 'row-writer', workerData });
    worker.on('message', (answer: RowAnswer) => {
      this.#waiting.shift()?.resolve(answer);
      if (this.#waiting.length === 0) worker.unref();
    });
    const ended = (error: Error) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      for (const { reject } of this.#waiting.splice(0)) reject(storeFailure(error, this.#databasePath));
    };
    worker.on('error', ended);
    worker.on('exit', (code) => ended(new Error(`the thread that writes ended with ${code}`)));
    return worker;
  }
}

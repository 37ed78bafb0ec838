import type { Worker } from 'node:worker_threads';
import { reasonOf } from '../../../shared/failures.ts';
import { Outbox } from '../serving/outbox.ts';
import type { OpenFile } from './file-cache.ts';
import type { FromLane, ToLane } from './lane.ts';
import { type RunningTransfer, type SessionWatch, startSession, type Terms } from './session.ts';

/** Where transfers run. */
export interface Transfers {
  /** Owns the file from now on. Rejects where no socket is to be had; `watch` has heard nothing then. */
  start(terms: Terms, file: OpenFile, watch: SessionWatch): Promise<RunningTransfer>;
}

/** In the thread that asks. */
export const transfersHere: Transfers = { start: startSession };

/** So many run in the thread that takes requests in before others help: below, a hand-over costs more than it gains. */
const ALONE_UP_TO = 16;
/** A file of so few packets stays here always, for the same reason: a campus that boots asks for thousands of these. */
const SMALL_BYTES = 64 * 1024;

/**
 * Transfers in this thread and, under load, in helping threads: each new one goes where the fewest run. A thread
 * that dies ends its transfers as `failed`, and is started again when it is needed.
 */
export class Lanes implements Transfers {
  readonly #spawn: () => Worker;
  readonly #aloneUpTo: number;
  readonly #smallBytes: number;
  readonly #lanes: (Lane | undefined)[];
  #here = 0;

  /** `spawn`: a thread that does `runLane`. `helpers`: so many at most. */
  constructor(spawn: () => Worker, helpers: number, aloneUpTo = ALONE_UP_TO, smallBytes = SMALL_BYTES) {
    this.#smallBytes = smallBytes;
    this.#spawn = spawn;
    this.#aloneUpTo = aloneUpTo;
    this.#lanes = Array.from({ length: helpers }, () => undefined);
  }

  start(terms: Terms, file: OpenFile, watch: SessionWatch): Promise<RunningTransfer> {
    const isSmall = file.size <= this.#smallBytes;
    const lane = isSmall || this.#here < this.#aloneUpTo ? undefined : this.#leastLoaded();
    return lane ? lane.start(terms, file, watch) : this.#startHere(terms, file, watch);
  }

  async stop(): Promise<void> {
    for (const lane of this.#lanes) await lane?.stop();
  }

  async #startHere(terms: Terms, file: OpenFile, watch: SessionWatch): Promise<RunningTransfer> {
    this.#here += 1;
    const end: SessionWatch['end'] = (outcome, reason) => {
      this.#here -= 1;
      watch.end(outcome, reason);
    };
    try {
      return await startSession(terms, file, {
        begin: (total) => watch.begin(total),
        progress: (acked) => watch.progress(acked),
        resent: (packets) => watch.resent(packets),
        end,
      });
    } catch (error) {
      this.#here -= 1;
      throw error;
    }
  }

  #leastLoaded(): Lane | undefined {
    let best: Lane | undefined;
    let least = this.#here;
    for (const [i, known] of this.#lanes.entries()) {
      const lane = known && !known.isGone ? known : new Lane(this.#spawn());
      this.#lanes[i] = lane;
      // While it starts, its transfers would wait for it.
      if (!lane.isReady || lane.load > least) continue;
      best = lane;
      least = lane.load;
    }
    return best;
  }
}

interface Entrusted {
  readonly file: OpenFile;
  readonly watch: SessionWatch;
  readonly begun: PromiseWithResolvers<RunningTransfer>;
  ended: boolean;
  released: boolean;
}

/** This side of a helping thread. */
class Lane {
  readonly #worker: Worker;
  readonly #outbox = new Outbox<ToLane>((messages) => {
    if (this.#state !== 'gone') this.#worker.postMessage(messages);
  });
  /** Until they have ended and their files are released, whichever comes last. */
  readonly #entrusted = new Map<number, Entrusted>();
  #nextId = 1;
  #load = 0;
  #state: 'starting' | 'ready' | 'gone' = 'starting';
  #causeOfDeath: string | null = null;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (messages: readonly FromLane[]) => {
      for (const message of messages) this.#hear(message);
    });
    worker.on('error', (error) => {
      this.#causeOfDeath ??= reasonOf(error);
    });
    worker.on('exit', () => this.#exited());
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  get isGone(): boolean {
    return this.#state === 'gone';
  }

  /** Transfers. */
  get load(): number {
    return this.#load;
  }

  start(terms: Terms, file: OpenFile, watch: SessionWatch): Promise<RunningTransfer> {
    const id = this.#nextId++;
    const begun = Promise.withResolvers<RunningTransfer>();
    this.#entrusted.set(id, { file, watch, begun, ended: false, released: false });
    this.#load += 1;
    this.#tell({ kind: 'start', id, terms, file: file.shared });
    return begun.promise;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(message: FromLane): void {
    switch (message.kind) {
      case 'ready':
        this.#state = 'ready';
        return;
      case 'progress':
        return this.#progress(message);
      case 'begun':
        return this.#begun(message.id);
      case 'not-begun':
        return this.#notBegun(message.id, Object.assign(new Error(message.reason), { code: message.code }));
      case 'ended':
        return this.#ended(message);
      case 'released':
        return this.#released(message.id);
      default:
        message satisfies never;
    }
  }

  #begun(id: number): void {
    const transfer = this.#entrusted.get(id);
    if (!transfer) return;
    transfer.watch.begin(transfer.file.size);
    transfer.begun.resolve({ abort: (reason, tell) => this.#tell({ kind: 'abort', id, reason, tell }) });
  }

  #notBegun(id: number, error: Error): void {
    const transfer = this.#entrusted.get(id);
    if (!transfer || transfer.ended) return;
    transfer.ended = true;
    this.#load -= 1;
    transfer.begun.reject(error);
    this.#forget(id, transfer);
  }

  #progress({ acked, resent }: Extract<FromLane, { kind: 'progress' }>): void {
    for (const [id, bytes] of pairsOf(acked)) this.#entrusted.get(id)?.watch.progress(bytes);
    for (const [id, packets] of pairsOf(resent)) this.#entrusted.get(id)?.watch.resent(packets);
  }

  #ended({ id, acked, outcome, reason }: Extract<FromLane, { kind: 'ended' }>): void {
    const transfer = this.#entrusted.get(id);
    if (!transfer || transfer.ended) return;
    transfer.ended = true;
    this.#load -= 1;
    transfer.watch.progress(acked);
    transfer.watch.end(outcome, reason);
    this.#forget(id, transfer);
  }

  #released(id: number): void {
    const transfer = this.#entrusted.get(id);
    if (!transfer || transfer.released) return;
    transfer.released = true;
    transfer.file.release();
    this.#forget(id, transfer);
  }

  #forget(id: number, { ended, released }: Entrusted): void {
    if (ended && released) this.#entrusted.delete(id);
  }

  #exited(): void {
    this.#state = 'gone';
    const reason = `a thread of the server ended: ${this.#causeOfDeath ?? 'it was stopped'}`;
    for (const [id, { watch, ended }] of this.#entrusted) {
      // Either finds its transfer: one that had begun has its end, another its failure.
      if (!ended) watch.end('failed', reason);
      this.#notBegun(id, new Error(reason));
      this.#released(id);
    }
  }

  #tell(message: ToLane): void {
    this.#outbox.tell(message);
  }
}

function* pairsOf(flat: readonly number[]): Generator<readonly [number, number]> {
  for (let i = 0; i + 1 < flat.length; i += 2) yield [flat[i] ?? 0, flat[i + 1] ?? 0];
}

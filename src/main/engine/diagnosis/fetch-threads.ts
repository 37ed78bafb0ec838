import { Worker } from 'node:worker_threads';
import { reasonOf } from '../../../shared/failures.ts';
import type { FromFetchWorker } from './fetch-worker.ts';
import type { Fetched, FetchTask } from './fetching.ts';

/** Milliseconds without another byte, however the client in the thread sees it: it may hang. */
const STALLED = 10_000;
/** A quarter of an hour: a large file over TFTP in small blocks. */
const LONGEST_MS = 15 * 60_000;

const STOPPED = 'the test was stopped';

/** Fetches files in threads of their own, one each, so that a client that goes wrong neither ends nor delays the engine. */
export class FetchThreads {
  readonly #entry: URL;
  readonly #stalledMs: number;
  readonly #running = new Set<Worker>();
  #isStopped = false;

  /** `entry`: `fetch-worker.ts`, or a bundle of it. */
  constructor(entry: URL, stalledMs = STALLED) {
    this.#entry = entry;
    this.#stalledMs = stalledMs;
  }

  /** Never rejects: a thread that dies, hangs or is stopped is a fetch that broke off. */
  async fetch(task: FetchTask): Promise<Fetched> {
    if (this.#isStopped) return { kind: 'broke-off', bytes: 0, reason: STOPPED };
    const worker = new Worker(this.#entry, { name: 'test-fetch', workerData: task });
    this.#running.add(worker);
    try {
      return await outcomeOf(worker, this.#stalledMs);
    } finally {
      this.#running.delete(worker);
      await worker.terminate();
    }
  }

  /** What runs and what is asked for later has broken off. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#running].map((worker) => worker.terminate()));
  }
}

function outcomeOf(worker: Worker, stalledMs: number): Promise<Fetched> {
  let bytes = 0;
  return new Promise((resolve) => {
    const over = (reason: string) => resolve({ kind: 'broke-off', bytes, reason });
    const deadline = setTimeout(() => over(`no end within ${LONGEST_MS / 60_000} min`), LONGEST_MS);
    const stalled = () => over(`silent for ${stalledMs / 1000} s`);
    let stall = setTimeout(stalled, stalledMs);
    worker.on('message', (message: FromFetchWorker) => {
      if (message.kind === 'fetched') return resolve(message.fetched);
      bytes = message.bytes;
      clearTimeout(stall);
      stall = setTimeout(stalled, stalledMs);
    });
    worker.on('error', (error) => over(reasonOf(error)));
    worker.on('exit', () => {
      clearTimeout(deadline);
      clearTimeout(stall);
      over(STOPPED);
    });
  });
}

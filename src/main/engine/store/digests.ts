import { Worker } from 'node:worker_threads';

/** What a file's bytes are known by: lower-case hex, and their number. Null: not taken, as nothing asked for it. */
export interface FileDigests {
  readonly sha256: string;
  readonly size: number;
  readonly sha1: string | null;
  readonly md5: string | null;
}

export type OtherDigest = 'sha1' | 'md5';

export interface DigestTask {
  readonly filePath: string;
  readonly algorithms: readonly ('sha256' | OtherDigest)[];
}

export type DigestAnswer =
  | { readonly size: number; readonly digests: readonly string[] }
  | { readonly error: { readonly code: string | undefined; readonly message: string } };

interface Job {
  readonly task: DigestTask;
  readonly resolve: (answer: DigestAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** A third one would wait for the same disk. */
const MOST_WORKERS = 2;

/**
 * Takes the digests of whole files in threads of their own: a gigabyte takes seconds, and neither the window nor a
 * phone waits for them. Threads are started when first needed, and keep no process alive.
 */
export class Digests {
  readonly #entry: URL;
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Job>();
  readonly #waiting: Job[] = [];
  #stopped = false;

  constructor(entry: URL) {
    this.#entry = entry;
  }

  /** SHA-256, by which content is named, and what else is asked for. @throws Error with the `code` of the disk, as `node:fs` has it */
  async ofFile(filePath: string, also: readonly OtherDigest[] = []): Promise<FileDigests> {
    const answer = await new Promise<DigestAnswer>((resolve, reject) => {
      this.#waiting.push({ task: { filePath, algorithms: ['sha256', ...also] }, resolve, reject });
      this.#next();
    });
    if ('error' in answer) throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
    const [sha256 = '', ...others] = answer.digests;
    const taken = (algorithm: OtherDigest) => others[also.indexOf(algorithm)] ?? null;
    return { size: answer.size, sha256, sha1: taken('sha1'), md5: taken('md5') };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const job of this.#waiting.splice(0)) job.reject(new Error('the engine is stopping'));
    await Promise.all([...this.#idle, ...this.#busy.keys()].map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    if (this.#stopped) {
      for (const job of this.#waiting.splice(0)) job.reject(new Error('the engine is stopping'));
      return;
    }
    const worker = this.#idle.pop() ?? (this.#busy.size < MOST_WORKERS ? this.#start() : undefined);
    const job = worker && this.#waiting.shift();
    if (!worker || !job) return;
    this.#busy.set(worker, job);
    worker.ref();
    worker.postMessage(job.task);
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { name: 'digests' });
    worker.on('message', (answer: DigestAnswer) => {
      const job = this.#busy.get(worker);
      this.#busy.delete(worker);
      this.#idle.push(worker);
      worker.unref();
      job?.resolve(answer);
      this.#next();
    });
    const ended = (error: Error) => {
      const job = this.#busy.get(worker);
      this.#busy.delete(worker);
      const at = this.#idle.indexOf(worker);
      if (at >= 0) this.#idle.splice(at, 1);
      job?.reject(error);
      this.#next();
    };
    worker.on('error', ended);
    worker.on('exit', (code) => ended(new Error(`the thread for digests ended with ${code}`)));
    return worker;
  }
}

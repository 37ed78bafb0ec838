import { Worker } from 'node:worker_threads';
import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import type { Answer, ProvisioningRequest, UploadAnswer } from '../../domain/provisioning/request.ts';
import type { Log } from '../host.ts';
import type { BriefContent } from './brief-answer.ts';
import { NOTHING_SERVED, type RequestEnd, type Snapshot } from './ledger.ts';
import type { FromWorker, OpenResult, Report, ToWorker, WorkerStart } from './messages.ts';
import { Outbox } from './outbox.ts';
import { portFailure } from './port-failure.ts';
import { SentBytes } from './sent-bytes.ts';
import { Slices } from './slices.ts';
import type { TlsIdentity } from './tls-identity.ts';

export interface DataPlane {
  /**
   * Replaces all listeners by these, all or none; an empty list closes all. Returns them with their real ports.
   * `identity`: for those that speak HTTPS. Throws `serving.port-in-use`, `serving.port-forbidden`, `serving.address-unavailable`: the former ones serve on.
   */
  open(listeners: readonly ListenerChoice[], identity?: TlsIdentity): Promise<ListenerChoice[]>;
  /** What listens now, with real ports. */
  listening(): ListenerChoice[];
  /**
   * What requests from these addresses, or all requests, were answered with may not be so any more. From now on nobody
   * is given such an answer without `answer` being asked again.
   */
  forget(whose: readonly string[] | 'everybody'): void;
  /** At most a quarter of a second old. */
  snapshot(): Snapshot;
  /** Hears of each new snapshot. Returns the function that ends it. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  /** Ends running transfers as `aborted`, closes every port and the worker. May be called again. */
  stop(): Promise<void>;
}

export interface DataPlaneOptions {
  /** Entry of the worker: `worker.ts` itself under plain Node, or a bundle of it. */
  readonly workerUrl: URL;
  /** A file of our own tests: requests for it are answered, and neither told nor counted. */
  readonly unwatched?: string;
  /** What it learns from the request itself is to be told by `forget` before it first waits, or not at all. */
  answer(request: ProvisioningRequest): Promise<Answer> | Answer;
  /** Without it no device may write. */
  upload?(request: ProvisioningRequest): UploadAnswer;
  /** A request that was given the same answer as before, because that held. */
  onHeard?(request: ProvisioningRequest): void;
  /** A file starts to go out. Returns the id of the device that gets it, for the snapshots. */
  onBegin?(request: ProvisioningRequest, answer: BriefContent): string | null;
  onEnd(end: RequestEnd): void;
  /** The worker ended without being asked to. Nothing listens any more; start another data plane. */
  onDied(reason: string): void;
  readonly log: Log;
}

interface Running {
  readonly request: ProvisioningRequest;
  readonly answer: BriefContent;
  readonly startedAt: number;
  readonly device: string | null;
}

const START_MS = 15_000;
const OPEN_MS = 15_000;
const STOP_MS = 5_000;
/** Reports taken in at one go, so that a storm of requests never delays the window. About a millisecond. */
const REPORTS_AT_A_TIME = 100;
/** Most are questions, each dearer than a report. */
const MESSAGES_AT_A_TIME = 50;

/** Starts the worker that serves TFTP and HTTP off this thread. Throws `serving.worker-died` where it does not come up. */
export async function startDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  const plane = new WorkerPlane(options);
  await plane.start();
  return plane;
}

class WorkerPlane implements DataPlane {
  readonly #options: DataPlaneOptions;
  readonly #worker: Worker;
  readonly #outbox = new Outbox<ToWorker>((messages) => {
    if (this.#state !== 'ended') this.#worker.postMessage(messages);
  });
  readonly #ready = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  readonly #opening = new Map<number, (result: OpenResult) => void>();
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  /** Transfers that began and have not ended: where the worker dies, they end with it. */
  readonly #running = new Map<string, Running>();
  readonly #sent = new SentBytes();
  readonly #changes: Int32Array;
  readonly #messages = new Slices<FromWorker>(MESSAGES_AT_A_TIME, (message) => this.#hear(message));
  readonly #reports = new Slices<Report>(
    REPORTS_AT_A_TIME,
    (report) => this.#take(report),
    () => this.#tell({ kind: 'noted' }),
  );
  #current: Snapshot = NOTHING_SERVED;
  #real: readonly ListenerChoice[] = [];
  #nextId = 1;
  #state: 'starting' | 'running' | 'stopping' | 'ended' = 'starting';
  #causeOfDeath: string | null = null;

  constructor(options: DataPlaneOptions) {
    this.#options = options;
    const workerData: WorkerStart = { changes: new SharedArrayBuffer(4), unwatched: options.unwatched ?? null };
    this.#changes = new Int32Array(workerData.changes);
    this.#worker = new Worker(options.workerUrl, { name: 'data-plane', workerData });
  }

  async start(): Promise<void> {
    this.#worker.on('message', (messages: readonly FromWorker[]) => this.#messages.add(messages));
    this.#worker.on('error', (error) => {
      this.#causeOfDeath ??= reasonOf(error);
    });
    this.#worker.on('exit', (code) => this.#exited(code));
    try {
      await within(START_MS, Promise.race([this.#ready.promise, this.#gone.promise]));
      if (this.#state !== 'starting') throw this.#death();
      this.#state = 'running';
    } catch (error) {
      await this.#worker.terminate();
      throw error;
    }
  }

  async open(listeners: readonly ListenerChoice[], identity?: TlsIdentity): Promise<ListenerChoice[]> {
    if (this.#state !== 'running') throw this.#death();
    const id = this.#nextId++;
    const reply = new Promise<OpenResult>((resolve) => this.#opening.set(id, resolve));
    this.#tell({ kind: 'open', id, listeners, ...(identity ? { identity } : {}) });
    try {
      const result = await within(OPEN_MS, Promise.race([reply, this.#gone.promise]));
      if (!result) throw this.#death();
      this.#real = result.listeners;
      if (result.kind === 'failed') throw await portFailure(result);
      return [...result.listeners];
    } finally {
      this.#opening.delete(id);
    }
  }

  listening(): ListenerChoice[] {
    return [...this.#real];
  }

  forget(whose: readonly string[] | 'everybody'): void {
    // Counted here and now, for the worker to see, whenever the message comes.
    Atomics.add(this.#changes, 0, 1);
    this.#tell({ kind: 'forget', whose });
  }

  snapshot(): Snapshot {
    return this.#current;
  }

  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    if (this.#state === 'running') {
      this.#state = 'stopping';
      this.#tell({ kind: 'stop' });
    }
    const timer = setTimeout(() => void this.#worker.terminate(), STOP_MS);
    await this.#gone.promise;
    clearTimeout(timer);
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        return this.#ready.resolve();
      case 'ask':
        void this.#answer(message.id, message.request);
        return;
      case 'ask-upload':
        return this.#answerUpload(message.id, message.request);
      case 'lost':
        return this.#sent.lost(message.sha256);
      case 'opened':
        return this.#opening.get(message.id)?.(message.result);
      case 'reports':
        return this.#reports.add(message.reports);
      case 'snapshot':
        return this.#show(this.#withDevices(message.snapshot));
      default:
        message satisfies never;
    }
  }

  #take(report: Report): void {
    const { onHeard, onBegin, onEnd } = this.#options;
    switch (report.kind) {
      case 'heard':
        return onHeard?.(report.request);
      case 'begin':
        this.#running.set(report.transfer, {
          request: report.request,
          answer: report.answer,
          startedAt: Date.now(),
          device: onBegin?.(report.request, report.answer) ?? null,
        });
        return;
      case 'end':
        if (report.transfer !== null) this.#running.delete(report.transfer);
        return onEnd(report.end);
      default:
        report satisfies never;
    }
  }

  async #answer(id: number, request: ProvisioningRequest): Promise<void> {
    try {
      const answering = this.#options.answer(request);
      // What it learnt of the sender at once is in the answer; what changes while it looks further may not be.
      const changes = this.#changes[0];
      const answer = await answering;
      this.#tell({ kind: 'answer', id, ...this.#sent.pack(answer), keep: this.#changes[0] === changes });
    } catch (error) {
      this.#options.log.error('serving', 'no answer', { path: request.path, reason: reasonOf(error) });
      this.#tell({ kind: 'no-answer', id, reason: reasonOf(error) });
    }
  }

  #answerUpload(id: number, request: ProvisioningRequest): void {
    const answer = this.#options.upload?.(request) ?? { kind: 'refused', reason: 'not-expected' };
    this.#tell({ kind: 'upload-answer', id, answer });
  }

  #exited(code: number): void {
    const wanted = this.#state === 'stopping';
    const died = this.#state === 'running';
    this.#state = 'ended';
    this.#real = [];
    this.#messages.takeAll();
    this.#reports.takeAll();
    if (!wanted) this.#causeOfDeath ??= `its thread ended with code ${code}`;
    this.#endRunning(this.#causeOfDeath ?? 'the server is stopping');
    this.#show({ ...this.#current, transfers: [], activeTransfers: 0, bytesPerSecond: 0 });
    this.#gone.resolve();
    if (died) this.#options.onDied(this.#causeOfDeath ?? '');
  }

  #endRunning(reason: string): void {
    const known = new Map(this.#current.transfers.map((transfer) => [transfer.id, transfer]));
    for (const [id, { request, answer, startedAt }] of this.#running) {
      const { sent, total } = known.get(id) ?? { sent: 0, total: answer.size };
      this.#options.onEnd({
        request,
        answer,
        outcome: 'failed',
        bytes: sent,
        total,
        milliseconds: Date.now() - startedAt,
        reason,
      });
    }
    this.#running.clear();
  }

  /** The worker knows none. */
  #withDevices(snapshot: Snapshot): Snapshot {
    const transfers = snapshot.transfers.map((transfer) => ({
      ...transfer,
      device: this.#running.get(transfer.id)?.device ?? null,
    }));
    return { ...snapshot, transfers };
  }

  #show(snapshot: Snapshot): void {
    this.#current = snapshot;
    for (const listener of this.#listeners) listener(snapshot);
  }

  #tell(message: ToWorker): void {
    this.#outbox.tell(message);
  }

  #death(): ProvdeskError {
    return new ProvdeskError('serving.worker-died', { reason: this.#causeOfDeath ?? 'it was stopped' });
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = `it did not answer within ${milliseconds / 1000} s`;
    timer = setTimeout(() => reject(new ProvdeskError('serving.worker-died', { reason })), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

import { availableParallelism, getPriority, setPriority } from 'node:os';
import { type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { descriptorLimit, limitsWithin } from '../http/limits.ts';
import { ReadyFiles } from '../http/ready-files.ts';
import { startHttpServer } from '../http/server.ts';
import { FileCache } from '../tftp/file-cache.ts';
import { runLane } from '../tftp/lane.ts';
import { Lanes } from '../tftp/lanes.ts';
import { startTftpServer } from '../tftp/server.ts';
import { type Duties, UNWATCHED } from './duties.ts';
import { Ledger } from './ledger.ts';
import { Listeners } from './listeners.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';
import { Outbox } from './outbox.ts';
import { isAskedFor } from './probe.ts';
import { Questions } from './questions.ts';
import { Reports } from './reports.ts';
import type { TlsIdentity } from './tls-identity.ts';

/**
 * Entry of the worker thread that holds every socket that phones can reach. It opens nothing until it is told to.
 * Under load it starts itself again as threads that help with TFTP transfers.
 */

/** Nobody reads faster, and each costs the app and its windows what two hundred transfers take to show. */
const SNAPSHOT_EVERY_MS = 250;
/** Memory for files that TFTP sends, and for those it may be asked for again. Taken as they are read. */
const CACHE_BYTES = 256 * 1024 * 1024;
const LANE = 'tftp-lane';
/** This thread runs transfers too; more than four gain nothing on any wire. */
const HELPERS = Math.min(availableParallelism(), 4) - 1;

/** On Linux a priority is a thread's own. Whatever phones ask for, the window and the API come first. */
const STEPS_BEHIND = 3;
const LOWEST_PRIORITY = 19;

if (!parentPort) throw new Error('the data plane runs as a worker thread');
if (workerData === LANE) runLane(parentPort);
else serve(parentPort, workerData as WorkerStart);

function serve(engine: MessagePort, { changes, unwatched }: WorkerStart): void {
  // Helping threads begin with what this one has.
  if (process.platform === 'linux') setPriority(0, Math.min(getPriority(0) + STEPS_BEHIND, LOWEST_PRIORITY));
  const outbox = new Outbox<FromWorker>((messages) => engine.postMessage(messages));
  const tell = (message: FromWorker) => outbox.tell(message);
  const reports = new Reports((batch) => tell({ kind: 'reports', reports: batch }));
  const questions = new Questions({ tell, reports, changes: new Int32Array(changes) });
  const ledger = new Ledger(
    {
      onBegin: (transfer, request, answer) => reports.add({ kind: 'begin', transfer, request, answer }),
      onEnd: (transfer, end) => reports.add({ kind: 'end', transfer, end }),
    },
    () => Date.now(),
  );
  const duties: Duties = {
    answer: (request) => questions.answer(request),
    upload: (request) => questions.upload(request),
    watch: (request) => (unwatched !== null && isAskedFor(unwatched, request.path) ? UNWATCHED : ledger.watch(request)),
  };
  const files = new FileCache(CACHE_BYTES);
  const ready = new ReadyFiles(files);
  const limits = limitsWithin(descriptorLimit());
  const lanes = new Lanes(() => new Worker(new URL(import.meta.url), { name: LANE, workerData: LANE }), HELPERS);
  /** Of the listeners that are being opened; those that stay keep theirs. */
  let identity: TlsIdentity | undefined;
  const identityNow = () => {
    if (!identity) throw new Error('HTTPS was asked for without a certificate');
    return identity;
  };
  const listeners = new Listeners(({ protocol, address, port, singlePort = false }) =>
    protocol === 'tftp'
      ? startTftpServer({ address, port, duties, files, transfers: lanes, singlePort })
      : startHttpServer({ address, port, duties, files: ready, limits, identity: protocol === 'https' ? identityNow() : null }),
  );
  const reporter = setInterval(reportChanges(ledger, tell), SNAPSHOT_EVERY_MS);

  const stop = async () => {
    await listeners.replace([]);
    await lanes.stop();
    clearInterval(reporter);
    reports.flush();
    tell({ kind: 'snapshot', snapshot: ledger.snapshot() });
    outbox.flush();
    engine.close();
  };

  const hear = (message: ToWorker) => {
    switch (message.kind) {
      case 'open':
        identity = message.identity ?? identity;
        void listeners.replace(message.listeners).then((result) => tell({ kind: 'opened', id: message.id, result }));
        return;
      case 'answer':
        return questions.answered(message.id, message, message.keep);
      case 'upload-answer':
        return questions.uploadAnswered(message.id, message.answer);
      case 'no-answer':
        return questions.giveUp(message.id, message.reason);
      case 'forget':
        return questions.forget(message.whose);
      case 'noted':
        return reports.noted();
      case 'stop':
        void stop();
        return;
      default:
        message satisfies never;
    }
  };
  engine.on('message', (messages: readonly ToWorker[]) => messages.forEach(hear));
  tell({ kind: 'ready' });
}

/** Sends a snapshot where it differs from the last one. */
function reportChanges(ledger: Ledger, tell: (message: FromWorker) => void): () => void {
  let last = '';
  return () => {
    const snapshot = ledger.snapshot();
    const text = JSON.stringify(snapshot);
    if (text === last) return;
    last = text;
    tell({ kind: 'snapshot', snapshot });
  };
}

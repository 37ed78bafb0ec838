import { type MessagePort, parentPort } from 'node:worker_threads';
import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import { startHttpServer } from '../http/server.ts';
import { FileCache } from '../tftp/file-cache.ts';
import { startTftpServer } from '../tftp/server.ts';
import type { Duties } from './duties.ts';
import { Ledger } from './ledger.ts';
import { Listeners, type OpenServer } from './listeners.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { Questions } from './questions.ts';

/** Entry of the worker thread that holds every socket that phones can reach. It opens nothing until it is told to. */

const SNAPSHOT_EVERY_MS = 100;
/** Bytes of hot files kept in memory for TFTP. */
const CACHE_BYTES = 32 * 1024 * 1024;

if (!parentPort) throw new Error('the data plane runs as a worker thread');
serve(parentPort);

function serve(engine: MessagePort): void {
  const tell = (message: FromWorker) => engine.postMessage(message);
  const questions = new Questions(tell);
  const ledger = new Ledger(
    {
      onBegin: (transfer, request, answer) => tell({ kind: 'begin', transfer, request, answer }),
      onEnd: (transfer, end) => tell({ kind: 'end', transfer, end }),
    },
    () => Date.now(),
  );
  const duties: Duties = { answer: (request) => questions.ask(request), watch: (request) => ledger.watch(request) };
  const files = new FileCache(CACHE_BYTES);
  const listeners = new Listeners((choice) => startServer(choice, duties, files));
  const reporter = setInterval(reportChanges(ledger, tell), SNAPSHOT_EVERY_MS);

  const stop = async () => {
    await listeners.replace([]);
    clearInterval(reporter);
    tell({ kind: 'snapshot', snapshot: ledger.snapshot() });
    engine.close();
  };

  engine.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'open':
        void listeners.replace(message.listeners).then((result) => tell({ kind: 'opened', id: message.id, result }));
        return;
      case 'answer':
        return questions.answer(message.id, message.answer);
      case 'no-answer':
        return questions.giveUp(message.id, message.reason);
      case 'stop':
        void stop();
        return;
      default:
        message satisfies never;
    }
  });
  tell({ kind: 'ready' });
}

function startServer({ protocol, address, port }: ListenerChoice, duties: Duties, files: FileCache): Promise<OpenServer> {
  return protocol === 'tftp' ? startTftpServer({ address, port, duties, files }) : startHttpServer({ address, port, duties });
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

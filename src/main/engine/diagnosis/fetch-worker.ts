import { parentPort, workerData } from 'node:worker_threads';
import type { Fetched, FetchTask } from './fetching.ts';
import { httpGet } from './http-get.ts';
import { tftpGet } from './tftp-get.ts';

/** What the thread says: while bytes come, and once how it went. */
export type FromFetchWorker =
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'fetched'; readonly fetched: Fetched };

/** Milliseconds. */
const TELL_BYTES_EVERY = 250;

/** Entry of a thread that fetches one file, `workerData`, and is ended then: a client that goes wrong takes nothing along. */
async function run(task: FetchTask): Promise<void> {
  const tell = (message: FromFetchWorker) => parentPort?.postMessage(message);
  let come = 0;
  let told = 0;
  const onBytes = (bytes: number) => {
    come = bytes;
  };
  setInterval(() => {
    if (come === told) return;
    told = come;
    tell({ kind: 'bytes', bytes: come });
  }, TELL_BYTES_EVERY);
  const fetched = task.kind === 'tftp' ? await tftpGet(task, onBytes) : await httpGet(task, onBytes);
  tell({ kind: 'fetched', fetched });
}

await run(workerData as FetchTask);

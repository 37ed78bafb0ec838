import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startTestEngine, WORKERS } from '../builders/test-engine.ts';

/**
 * The engine in a process of its own, so that what is measured is it alone. Its clock runs as many times faster as the
 * second argument says. Started by `soak.ts`, which speaks to it over its control socket and asks it for measurements.
 */

/** What the process holds on to, once what can go is gone. Bytes. */
export interface Held {
  readonly resident: number;
  readonly heap: number;
  /** In use by the threads. */
  readonly threads: number;
  /** Null where the system does not tell. */
  readonly descriptors: number | null;
}

const [dataDir = '', faster = '1', filesDir = ''] = process.argv.slice(2);
if (!process.send || dataDir === '') throw new Error('started by soak.ts alone');

setFlagsFromString('--expose-gc');

const collect = runInNewContext('gc') as () => void;
const startedAt = Date.now();
const engine = await startTestEngine({
  dataDir,
  filesDir,
  workers: {
    ...WORKERS,
    dataPlane: new URL('collected-worker.ts', import.meta.url),
  },
  now: () => Math.round(startedAt + (Date.now() - startedAt) * Number(faster)),
});
process.send({ ready: true });

process.on('message', (message) => {
  if (message === 'measure') process.send?.(measure());
  if (message === 'stop') void engine.stop().then(() => process.disconnect());
});
process.on('disconnect', () => process.exit());

function measure(): Held {
  collect();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const descriptors = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : null;
  return { resident: rss, heap: heapUsed + arrayBuffers, threads: threadsHeap(), descriptors };
}

function threadsHeap(): number {
  const { workers = [] } = process.report.getReport() as { workers?: { javascriptHeap: { usedMemory: number } }[] };
  return workers.reduce((sum, { javascriptHeap }) => sum + javascriptHeap.usedMemory, 0);
}

import { expect, it } from 'vitest';
import { FetchThreads } from './fetch-threads.ts';

const task = { kind: 'http' as const, url: 'http://192.0.2.1/', maxBytes: 1 };
const entryOf = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

/** Far longer than a thread takes to start on a busy machine. */
const PATIENT = 30_000;

it.each([
  ['throws', `setTimeout(() => { throw new Error('a bug of the client') })`, PATIENT, 'a bug of the client'],
  ['hangs', 'for (;;);', 300, 'silent for 0.3 s'],
  ['ends without a word', '', PATIENT, 'the test was stopped'],
])('calls it a fetch that broke off where the client %s', async (_, code, stalledMs, reason) => {
  expect(await new FetchThreads(entryOf(code), stalledMs).fetch(task)).toEqual({ kind: 'broke-off', bytes: 0, reason });
});

it('waits on as long as bytes come', async () => {
  const code = `
    import { parentPort } from 'node:worker_threads';
    let bytes = 0;
    setInterval(() => {
      bytes += 1;
      parentPort.postMessage(bytes < 35 ? { kind: 'bytes', bytes } : { kind: 'fetched', fetched: { kind: 'refused', reason: 'late' } });
    }, 50);`;
  expect(await new FetchThreads(entryOf(code), 1_500).fetch(task)).toEqual({ kind: 'refused', reason: 'late' });
});

it('breaks off what runs, and all that comes later, once stopped', async () => {
  const threads = new FetchThreads(entryOf('setInterval(() => {}, 1000)'));
  const running = threads.fetch(task);
  await threads.stop();
  const broken = { kind: 'broke-off', bytes: 0, reason: 'the test was stopped' };
  expect([await running, await threads.fetch(task)]).toEqual([broken, broken]);
});

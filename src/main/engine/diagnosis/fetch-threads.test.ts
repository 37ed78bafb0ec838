import { expect, it } from 'vitest';
import { FetchThreads } from './fetch-threads.ts';

const task = { kind: 'http' as const, url: 'http://192.0.2.1/', maxBytes: 1 };
const entryOf = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

it.each([
  ['throws', `setTimeout(() => { throw new Error('a bug of the client') })`, { bytes: 0, reason: 'a bug of the client' }],
  ['hangs', 'for (;;);', { bytes: 0, reason: 'silent for 0.3 s' }],
  ['ends without a word', '', { bytes: 0, reason: 'the test was stopped' }],
])('calls it a fetch that broke off where the client %s', async (_, code, told) => {
  expect(await new FetchThreads(entryOf(code), 300).fetch(task)).toEqual({ kind: 'broke-off', ...told });
});

it('waits on as long as bytes come', async () => {
  const code = `
    import { parentPort } from 'node:worker_threads';
    let bytes = 0;
    setInterval(() => {
      bytes += 1;
      parentPort.postMessage(bytes < 20 ? { kind: 'bytes', bytes } : { kind: 'fetched', fetched: { kind: 'refused', reason: 'late' } });
    }, 50);`;
  expect(await new FetchThreads(entryOf(code), 700).fetch(task)).toEqual({ kind: 'refused', reason: 'late' });
});

it('breaks off what runs, and all that comes later, once stopped', async () => {
  const threads = new FetchThreads(entryOf('setInterval(() => {}, 1000)'));
  const running = threads.fetch(task);
  await threads.stop();
  const broken = { kind: 'broke-off', bytes: 0, reason: 'the test was stopped' };
  expect([await running, await threads.fetch(task)]).toEqual([broken, broken]);
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEngineLink, type LinkState, type SocketEvents } from './engine-link.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface FakeSocket extends SocketEvents {
  readonly sent: string[];
}

function aLink() {
  const sockets: FakeSocket[] = [];
  const states: LinkState[] = [];
  const link = createEngineLink((events) => {
    const sent: string[] = [];
    sockets.push({ ...events, sent });
    return { send: (text) => sent.push(text) };
  });
  link.onState((state) => states.push(state));
  return { link, sockets, states, latest: () => sockets.at(-1) as FakeSocket };
}

it('comes back by itself, waiting longer each time', () => {
  const { sockets, states, latest } = aLink();
  latest().onOpen();
  latest().onClose();
  vi.advanceTimersByTime(249);
  expect(sockets).toHaveLength(1);
  vi.advanceTimersByTime(1);
  latest().onClose();
  vi.advanceTimersByTime(499);
  expect(sockets).toHaveLength(2);
  vi.advanceTimersByTime(1);
  latest().onOpen();
  expect(states).toEqual(['connecting', 'online', 'away', 'online']);
});

it('fails at once with connection-lost while the engine is away', async () => {
  const { link } = aLink();
  expect(await link.request('app.status', undefined)).toMatchObject({ ok: false, failure: { code: 'contract.connection-lost' } });
});

it('ends what was asked when the socket closes', async () => {
  const { link, latest } = aLink();
  latest().onOpen();
  const reply = link.request('app.status', undefined);
  latest().onClose();
  expect(await reply).toMatchObject({ ok: false, failure: { code: 'contract.connection-lost' } });
});

it('gives up on a reply that never comes', async () => {
  const { link, latest } = aLink();
  latest().onOpen();
  const reply = link.request('plugins.update', undefined);
  vi.advanceTimersByTime(120_000);
  expect(await reply).toMatchObject({ ok: false, failure: { code: 'contract.connection-lost' } });
});

it('waits for the measure of a firmware for as long as the engine may take', async () => {
  const { link, latest } = aLink();
  latest().onOpen();
  const reply = link.request('repo.measureAddress', { url: 'http://fw.example/x' });
  vi.advanceTimersByTime(3_600_000);
  latest().onMessage('{"id":1,"reply":{"ok":true,"value":{"size":1,"sha1sum":"0"}}}');
  expect(await reply).toMatchObject({ ok: true });
});

it('passes replies and news on, over the socket of the moment', async () => {
  const { link, latest } = aLink();
  const heard: unknown[] = [];
  link.subscribe((name, payload) => heard.push([name, payload]));
  latest().onClose();
  vi.advanceTimersByTime(250);
  latest().onOpen();
  const reply = link.request('plugins.update', undefined);
  expect(latest().sent).toEqual(['{"id":1,"name":"plugins.update"}']);
  latest().onMessage('{"id":1,"reply":{"ok":true,"value":{"plugins":3}}}');
  latest().onMessage('{"news":"plugins.changed","payload":{"revision":4}}');
  expect(await reply).toEqual({ ok: true, value: { plugins: 3 } });
  expect(heard).toEqual([['plugins.changed', { revision: 4 }]]);
});

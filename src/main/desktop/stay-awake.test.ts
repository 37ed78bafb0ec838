import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Transport } from '../../shared/contract/kit.ts';
import { ProvdeskError } from '../../shared/failures.ts';
import { stayAwake } from './stay-awake.ts';

const MINUTE = 60_000;
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: vi.fn<() => void>(), error: silent };

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

type News = readonly [name: string, payload: object];
const operation = (state: string): News => ['operations.changed', { id: 'op', state }];
const upgrade = (step: string, more: object = {}): News => [
  'upgrades.changed',
  { operations: [{ id: 'up', step, dueAt: null, pending: false, ...more }], batches: [] },
];
const serving = (activeTransfers: number): News => ['serving.changed', { activeTransfers }];

/** An engine whose news a test gives, and a machine that may sleep or not. */
async function aDesk(answers: Readonly<Record<string, unknown>> = {}) {
  const listeners = new Set<(name: string, payload: unknown) => void>();
  const known: Readonly<Record<string, unknown>> = {
    'operations.list': [],
    'upgrades.operations': [],
    'serving.status': { activeTransfers: 0 },
    ...answers,
  };
  const backend: Transport = {
    request: async (name) =>
      known[name] === undefined
        ? { ok: false, failure: new ProvdeskError('engine.stopping').failure }
        : { ok: true, value: known[name] },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const held = new Set<number>();
  let given = 0;
  const blocker = {
    start(type: string) {
      expect(type).toBe('prevent-app-suspension');
      held.add((given += 1));
      return given;
    },
    stop: (id: number) => held.delete(id),
  };
  const end = stayAwake(backend, blocker, log);
  await vi.advanceTimersByTimeAsync(0);
  return {
    tell: ([name, payload]: News) => listeners.forEach((listener) => listener(name, payload)),
    held,
    begun: () => given,
    end,
    listeners,
  };
}

it.each<[what: string, news: News, awake: boolean]>([
  ['an operation runs', operation('running'), true],
  ['an operation was left by a former start', operation('interrupted'), false],
  ['an image goes to a device', upgrade('uploading'), true],
  ['a device restarts', upgrade('reconnecting'), true],
  ['a device waits for its turn in a batch that is paused or later', upgrade('queued'), false],
  ['a device that is off is waited for', upgrade('queued', { pending: true, dueAt: MINUTE }), false],
  ['an upgrade has ended, and its device is still looked for', upgrade('done', { watching: true }), false],
  ['a phone fetches', serving(1), true],
  ['nobody fetches', serving(0), false],
])('while %s: awake is %s', async (_what, news, awake) => {
  const { tell, held } = await aDesk();
  tell(news);
  expect(held.size).toBe(Number(awake));
});

it('lets the machine sleep a moment after the last of several, and holds it once', async () => {
  const { tell, held, begun } = await aDesk();
  for (const news of [operation('running'), upgrade('flashing'), serving(3), operation('success'), serving(0)]) tell(news);
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect([held.size, begun()]).toEqual([1, 1]);
  tell(upgrade('done'));
  expect(held.size).toBe(1);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect([held.size, begun()]).toEqual([0, 1]);
});

it('stays awake until another try is due, and not for ever where its batch is paused by then', async () => {
  const { tell, held } = await aDesk();
  tell(upgrade('queued', { dueAt: 10 * MINUTE }));
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(held.size).toBe(1);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(held.size).toBe(0);
});

it('asks what is under way already, and hears of the rest where nobody can say', async () => {
  const running = await aDesk({ 'operations.list': [{ id: 'op', state: 'running' }] });
  expect(running.held.size).toBe(1);
  const silentEngine = await aDesk({ 'operations.list': undefined });
  expect([silentEngine.held.size, log.warn.mock.calls.length]).toEqual([0, 1]);
  silentEngine.tell(serving(1));
  expect(silentEngine.held.size).toBe(1);
});

it('lets go of everything at its end', async () => {
  const { tell, held, end, listeners } = await aDesk();
  tell(operation('running'));
  end();
  expect([held.size, listeners.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
});

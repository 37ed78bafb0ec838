import { expect, it } from 'vitest';
import type { Operation } from '../../../shared/contract/operations.ts';
import { canGoOn, needsDecision, queueOrder } from './queue-order.ts';

type Given = Partial<Omit<Operation, 'items'>> & { items?: Record<string, Operation['items'][number]['state']> };

const anOperation = ({ items = { a: 'success', b: 'failed' }, ...given }: Given): Operation => ({
  id: 'op',
  kind: 'packages.install-all',
  plugin: 'p',
  state: 'interrupted',
  startedAt: 100,
  bytes: 0,
  bytesHere: 0,
  revision: 1,
  items: Object.entries(items).map(([id, state]) => ({ id, state, files: [] })),
  ...given,
});

it('puts first what a crash left, then what runs, then the newest', () => {
  const ended = anOperation({ id: 'ended', state: 'success', startedAt: 400, items: { z: 'success' } });
  const older = anOperation({ id: 'older', state: 'success', startedAt: 50, items: { z: 'success' } });
  const running = anOperation({ id: 'running', state: 'running', startedAt: 300, items: { c: 'waiting' } });
  const left = anOperation({ id: 'left', startedAt: 100 });
  expect(queueOrder([older, left, ended, running]).map(({ id }) => id)).toEqual(['left', 'running', 'ended', 'older']);
});

it.each<[string, Given[], boolean]>([
  ['nobody took it up', [], true],
  ['all that was left was taken up', [{ startedAt: 200, items: { b: 'waiting' } }], false],
  ['one package of it was taken up by itself', [{ kind: 'packages.install', startedAt: 200, items: { b: 'success' } }], false],
  ['only another package was installed since', [{ startedAt: 200, items: { c: 'success' } }], true],
  ['another plugin has a package of that name', [{ plugin: 'q', startedAt: 200, items: { b: 'success' } }], true],
  ['it had been installed before', [{ startedAt: 50, items: { b: 'success' } }], true],
  ['another one goes on with it', [{ continues: 'op', startedAt: 200, items: { c: 'waiting' } }], false],
  ['its links were asked since', [{ kind: 'links.check', startedAt: 200, items: { b: 'success' } }], true],
])('needs a decision where %s: %#', (_what, others, needed) => {
  const operation = anOperation({});
  expect(needsDecision(operation, [operation, ...others.map(anOperation)])).toBe(needed);
});

it.each<[Operation['state'], Given['items'], boolean]>([
  ['running', { b: 'waiting' }, false],
  ['success', { b: 'success' }, false],
  ['partial', { a: 'success', b: 'failed' }, true],
  ['cancelled', { b: 'cancelled' }, true],
  ['interrupted', { b: 'success' }, false],
])('can go on with a %s one that has %j: %s', (state, items, can) => {
  const operation = anOperation({ state, ...(items ? { items } : {}) });
  expect(canGoOn(operation, [operation])).toBe(can);
});

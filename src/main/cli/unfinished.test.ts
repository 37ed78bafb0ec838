import { expect, it } from 'vitest';
import type { Operation } from '../../shared/contract/operations.ts';
import { leftOf } from './unfinished.ts';

type Items = Record<string, Operation['items'][number]['state']>;

function operation(id: string, [startedAt, finishedAt]: readonly [number, number?], plugin: string, items: Items): Operation {
  return {
    id,
    kind: 'packages.install',
    plugin,
    state: finishedAt === undefined ? 'running' : 'partial',
    startedAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    items: Object.entries(items).map(([item, state]) => ({ id: item, state, files: [] })),
    bytes: 0,
    bytesHere: 0,
    revision: 1,
  };
}

const asked = operation('asked', [10, 20], 'p', { a: 'success', b: 'failed', c: 'cancelled' });

const rows: { what: string; others: Operation[]; left: string[] }[] = [
  { what: 'nothing else was done', others: [], left: ['b', 'c'] },
  { what: 'a later one did some', others: [operation('x', [30, 40], 'p', { b: 'success', c: 'failed' })], left: ['c'] },
  { what: 'a running one did some', others: [operation('x', [30], 'p', { b: 'success', c: 'waiting' })], left: ['c'] },
  { what: 'one that was under way did some', others: [operation('x', [5, 15], 'p', { c: 'success' })], left: ['b'] },
  { what: 'one that had ended before did some', others: [operation('x', [1, 9], 'p', { b: 'success' })], left: ['b', 'c'] },
  { what: 'the same id of another plugin was done', others: [operation('x', [30, 40], 'q', { b: 'success' })], left: ['b', 'c'] },
];
it.each(rows)('$what: $left is left', ({ others, left }) => {
  expect(leftOf(asked, [asked, ...others]).map(({ id }) => id)).toEqual(left);
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failureOf } from '../../../../test/builders/coded-failure.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { LaterRows } from './later-rows.ts';
import type { RowChange } from './row-changes.ts';
import type { RowEnding } from './row-writer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A disk that is as slow as the test, and what reaches it. */
function aSlowDisk({ mostWaiting = 100 } = {}) {
  const written: string[] = [];
  const asked: { rows: string; ends: PromiseWithResolvers<RowEnding> }[] = [];
  const failures: [why: string, waiting: number, dropped: number][] = [];
  let turn = 0;
  const textOf = (changes: readonly RowChange[]) => changes.map(({ sql }) => sql).join();
  const later = new LaterRows<string, number>({
    writer: {
      write(changes) {
        const ends = Promise.withResolvers<RowEnding>();
        asked.push({ rows: textOf(changes), ends });
        const given = turn;
        return ends.promise.then((ending) => {
          if (given !== turn) return 'overtaken';
          written.push(textOf(changes));
          return ending;
        });
      },
      overtake: () => void (turn += 1),
    },
    mostWaiting,
    changes: (rows) => [{ sql: [...rows].map(([key, row]) => `${key}${row}`).join(' '), rows: [] }],
    onTrouble: (error, ...counts) => failures.push([error === null ? 'slow' : 'refused', ...counts]),
  });
  const end = async (how: 'done' | Error) => {
    const task = asked.shift();
    if (how instanceof Error) task?.ends.reject(how);
    else task?.ends.resolve('written');
    await vi.advanceTimersByTimeAsync(0);
    return task?.rows;
  };
  const now = (rows: [string, number][]) => later.writeNow(rows, (changes) => written.push(textOf(changes)));
  return { later, written, asked, failures, end, now, overtake: () => void (turn += 1) };
}

it('hands over one batch at a time; what comes meanwhile waits, the newest of each key', async () => {
  const { later, asked, end } = aSlowDisk();
  later.add([['a', 1]]);
  later.add([['b', 1]]);
  later.add([
    ['a', 2],
    ['b', 2],
  ]);
  expect(asked.length).toBe(1);
  expect([...later.unwritten]).toEqual([
    ['a', 2],
    ['b', 2],
  ]);
  expect(await end('done')).toBe('a1');
  expect(await end('done')).toBe('b2 a2');
  expect(later.unwritten.size).toBe(0);
});

it('tries again what the disk refused, and never over what came later', async () => {
  const { later, asked, failures, end } = aSlowDisk();
  later.add([
    ['a', 1],
    ['b', 1],
  ]);
  later.add([['a', 2]]);
  await end(new Error('full'));
  expect([asked.length, failures]).toEqual([0, [['refused', 2, 0]]]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await end('done')).toBe('a2 b1');
});

it('gives up the oldest where too many wait, for a disk that refuses or is slow, and says how many', async () => {
  const { later, failures, end } = aSlowDisk({ mostWaiting: 2 });
  later.add([['a', 1]]);
  later.add([
    ['b', 1],
    ['c', 1],
  ]);
  later.add([
    ['d', 1],
    ['b', 2],
  ]);
  expect([...later.unwritten.keys()]).toEqual(['a', 'c', 'd']);
  await end(new Error('full'));
  expect(failures).toEqual([
    ['slow', 2, 1],
    ['refused', 2, 1],
  ]);
  expect([...later.unwritten.keys()]).toEqual(['c', 'd']);
});

it('writes now, with all that waits or is under way, and nothing older comes after', async () => {
  const { later, written, end, now, asked } = aSlowDisk();
  later.add([['a', 1]]);
  later.add([['b', 1]]);
  now([['a', 2]]);
  expect(written).toEqual(['a2 b1']);
  expect(later.unwritten.size).toBe(0);
  await end('done');
  expect([written, asked.length]).toEqual([['a2 b1'], 0]);
});

it('what was under way and was overtaken by others is written after all', async () => {
  const { later, written, end, overtake } = aSlowDisk();
  later.add([
    ['a', 1],
    ['b', 1],
  ]);
  later.add([['a', 2]]);
  overtake();
  await end('done');
  expect([...later.unwritten.keys()]).toEqual(['a', 'b']);
  await end('done');
  expect(written).toEqual(['a2 b1']);
});

it('what waited goes on waiting where it could not be written now, and what a person told does not', async () => {
  const { later, written, end } = aSlowDisk();
  later.add([['a', 1]]);
  const refuse = () => {
    throw new Error('full');
  };
  expect(() => later.writeNow([['b', 1]], refuse)).toThrow('full');
  await end('done');
  expect([written, [...later.unwritten.keys()]]).toEqual([[], ['a']]);
  await vi.advanceTimersByTimeAsync(2000);
  await end('done');
  expect(written).toEqual(['a1']);
});

it('hands over no more at once than the engine can spare the time for, the oldest first', async () => {
  const { later, asked, end } = aSlowDisk({ mostWaiting: 10_000 });
  later.add(Array.from({ length: 4_500 }, (_, i): [string, number] => ['k', i]).map(([k, i]) => [`${k}${i} `, i]));
  const sizes: number[] = [];
  while (asked.length > 0) sizes.push((await end('done'))?.split(/ \d+ ?/).length ?? 0);
  expect(sizes.map((size) => size - 1)).toEqual([2_000, 2_000, 500]);
});

it('settles when all is written that the disk takes, and begins nothing any more', async () => {
  const { later, asked, end } = aSlowDisk();
  later.add([['a', 1]]);
  const settled = later.settle();
  later.add([['b', 1]]);
  await end('done');
  await end(new Error('full'));
  await settled;
  later.add([['c', 1]]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([asked.length, [...later.unwritten.keys()]]).toEqual([0, ['b', 'c']]);
});

it('what waits for the disk is tried once more at the end', async () => {
  const { later, written, end } = aSlowDisk();
  later.add([['a', 1]]);
  await end(new Error('full'));
  const settled = later.settle();
  await end('done');
  await settled;
  expect(written).toEqual(['a1']);
});

it('what cannot be written at the end is not tried later: the folder may be another engine’s by then', async () => {
  const { later, asked } = aSlowDisk();
  await later.settle();
  const refuse = () => {
    throw new Error('full');
  };
  expect(() => later.writeNow([['a', 1]], refuse)).toThrow('full');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked.length).toBe(0);
});

it('a disk that did not answer the thread in time is not waited for at the end by everybody', async () => {
  const { later, end } = aSlowDisk();
  later.add([['a', 1]]);
  const settled = failureOf(later.settle());
  await end(new ProvdeskError('store.busy', { path: '/data' }));
  expect(await settled).toMatchObject({ code: 'store.busy' });
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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

it('what could not be written now waits on, also what a person told', async () => {
  const { later, written, end } = aSlowDisk();
  later.add([['a', 1]]);
  const refuse = () => {
    throw new Error('full');
  };
  expect(() => later.writeNow([['b', 1]], refuse)).toThrow('full');
  await end('done');
  expect([written, [...later.unwritten.keys()]]).toEqual([[], ['a', 'b']]);
  await vi.advanceTimersByTimeAsync(2000);
  await end('done');
  expect(written).toEqual(['a1 b1']);
});

it('settles when nothing is under way, and begins nothing by itself any more', async () => {
  const { later, asked, end } = aSlowDisk();
  later.add([['a', 1]]);
  const settled = later.settle();
  await end(new Error('full'));
  await settled;
  await vi.advanceTimersByTimeAsync(10_000);
  expect([asked.length, later.unwritten.size]).toEqual([0, 1]);
});

import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Slices } from './slices.ts';

it('takes a large batch in slices, in order, with turns for other work in between', async () => {
  const taken: number[] = [];
  let emptied = 0;
  const slices = new Slices<number>(
    2,
    (item) => taken.push(item),
    () => (emptied += 1),
  );
  slices.add([1, 2, 3, 4]);
  slices.add([5]);
  expect([taken.length, emptied]).toEqual([2, 0]);
  await turn();
  expect(taken.length).toBeLessThan(5);
  await turn();
  await turn();
  expect([taken, emptied]).toEqual([[1, 2, 3, 4, 5], 1]);
});

it('takes at the end at once what still waits, and each thing once', async () => {
  const taken: number[] = [];
  const slices = new Slices<number>(1, (item) => taken.push(item));
  slices.add([1, 2, 3]);
  slices.takeAll();
  await turn();
  await turn();
  expect(taken).toEqual([1, 2, 3]);
});

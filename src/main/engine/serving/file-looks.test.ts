import type { BigIntStats } from 'node:fs';
import { expect, it } from 'vitest';
import { FileLooks } from './file-looks.ts';

/** Looks that end when the test says so, in the order in which they began. */
function slowLooks() {
  const begun: { path: string; end(result: BigIntStats | Error): void }[] = [];
  const looks = new FileLooks(
    (path) =>
      new Promise((resolve, reject) => {
        begun.push({ path, end: (result) => (result instanceof Error ? reject(result) : resolve(result)) });
      }),
  );
  return { begun, looks };
}

const stats = (size: number) => ({ size: BigInt(size) }) as BigIntStats;
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('gives everyone who comes during a look the next one, which begins after it', async () => {
  const { begun, looks } = slowLooks();
  const first = looks.look('/a');
  const later = [looks.look('/a'), looks.look('/a')];
  const other = looks.look('/b');
  expect(begun.map(({ path }) => path)).toEqual(['/a', '/b']);
  begun[0]?.end(stats(1));
  await turn();
  expect(begun.map(({ path }) => path)).toEqual(['/a', '/b', '/a']);
  const last = looks.look('/a');
  begun[2]?.end(stats(2));
  await turn();
  begun[1]?.end(stats(9));
  begun[3]?.end(stats(3));
  const found = await Promise.all([first, ...later, last, other]);
  expect(found.map((one) => Number(one?.size))).toEqual([1, 2, 2, 3, 9]);
  void looks.look('/a');
  expect(begun).toHaveLength(5);
});

it('sees nothing where a look fails, and looks again', async () => {
  const { begun, looks } = slowLooks();
  const first = looks.look('/a');
  begun[0]?.end(new Error('no such file'));
  expect(await first).toBeUndefined();
  await turn();
  void looks.look('/a');
  expect(begun).toHaveLength(2);
});

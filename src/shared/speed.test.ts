import { describe, expect, it } from 'vitest';
import type { FileProgress, OperationItem } from './contract/operations.ts';
import { bytesLeft, type Sample, secondsLeft, speedOf, withSample } from './speed.ts';

const seen = (...samples: [at: number, bytes: number][]): readonly Sample[] =>
  samples.reduce<readonly Sample[]>((former, [at, bytes]) => withSample(former, { at, bytes }), []);

describe('speedOf', () => {
  it.each<[string, [number, number][], number | undefined]>([
    ['nothing is known', [], undefined],
    ['one sample says nothing', [[0, 1000]], undefined],
    [
      'two that are too near say nothing',
      [
        [0, 0],
        [400, 9000],
      ],
      undefined,
    ],
    [
      'a steady stream',
      [
        [0, 0],
        [1000, 500],
        [2000, 1000],
      ],
      500,
    ],
    [
      'what came before the first sample does not count',
      [
        [0, 5000],
        [1000, 6000],
      ],
      1000,
    ],
    [
      'only the last seconds count',
      [
        [0, 0],
        [1000, 900_000],
        [2000, 900_000],
        [6000, 900_000],
        [7000, 900_000],
      ],
      0,
    ],
    [
      'the sample at the edge is kept, so that a slow one has a speed',
      [
        [0, 0],
        [20_000, 40_000],
      ],
      2000,
    ],
    [
      'a counter that began anew is no negative speed',
      [
        [0, 9000],
        [1000, 0],
      ],
      0,
    ],
  ])('%s', (_what, samples, expected) => {
    expect(speedOf(seen(...samples))).toBe(expected);
  });

  it('holds no more than the last seconds and their edge', () => {
    expect(seen(...Array.from({ length: 100 }, (_, i): [number, number] => [i * 1000, i]))).toHaveLength(6);
  });
});

it.each<[number, number | undefined, number | undefined]>([
  [1000, undefined, undefined],
  [1000, 0, undefined],
  [1000, 300, 4],
  [0, 300, 0],
])('%i bytes at %s a second take %s', (bytes, speed, expected) => {
  expect(secondsLeft(bytes, speed)).toBe(expected);
});

describe('bytesLeft', () => {
  const file = (name: string, done: number, total: number, state: FileProgress['state']): FileProgress => ({
    name,
    done,
    total,
    state,
  });
  const item = (state: OperationItem['state'], ...files: FileProgress[]): OperationItem => ({ id: 'x', state, files });

  it.each<[string, OperationItem[], number]>([
    ['nothing', [], 0],
    ['what waits is left whole', [item('waiting', file('a', 0, 10, 'waiting'))], 10],
    ['what is under way is left in part', [item('downloading', file('a', 4, 10, 'downloading'), file('b', 0, 5, 'waiting'))], 11],
    [
      'what is here, installed, failed or cancelled is not',
      [
        item('waiting', file('a', 10, 10, 'here')),
        item('installing', file('b', 5, 5, 'here')),
        item('failed', file('c', 3, 9, 'failed')),
        item('cancelled', file('d', 0, 9, 'waiting')),
      ],
      0,
    ],
    [
      'a file that two want is left once',
      [item('downloading', file('a', 4, 10, 'downloading')), item('waiting', file('a', 0, 10, 'waiting'))],
      6,
    ],
    [
      'a file that one has is not left for the other',
      [item('success', file('a', 10, 10, 'here')), item('waiting', file('a', 0, 10, 'waiting'), file('b', 0, 1, 'waiting'))],
      1,
    ],
    [
      'two of one name and another size are two',
      [item('waiting', file('a', 0, 10, 'waiting')), item('waiting', file('a', 0, 11, 'waiting'))],
      21,
    ],
  ])('%s', (_what, items, expected) => {
    expect(bytesLeft({ items })).toBe(expected);
  });
});

import { expect, it } from 'vitest';
import { readRanges } from './byte-ranges.ts';

it.each([
  ['bytes=0-0', [[0, 1]]],
  ['bytes=0-', [[0, 1000]]],
  ['bytes=990-2000', [[990, 1000]]],
  ['bytes=-3', [[997, 1000]]],
  ['bytes=-5000', [[0, 1000]]],
  ['Bytes=1-2', [[1, 3]]],
  [
    'bytes= 0-0 , 500-501',
    [
      [0, 1],
      [500, 502],
    ],
  ],
  [
    'bytes=500-501,0-0',
    [
      [0, 1],
      [500, 502],
    ],
  ],
  ['bytes=0-9,5-19', [[0, 20]]],
  ['bytes=0-9,20-29', [[0, 30]]],
  [
    'bytes=0-9,91-99',
    [
      [0, 10],
      [91, 100],
    ],
  ],
  ['bytes=0-9,5000-', [[0, 10]]],
])('%s of 1,000 bytes', (header, expected) => {
  expect(readRanges(header, 1000)).toEqual(expected.map(([start, end]) => ({ start, end })));
});

it.each(['bytes=1000-', 'bytes=1000-1001', 'bytes=-0', 'bytes=5000-,6000-'])('%s lies outside 1,000 bytes', (header) => {
  expect(readRanges(header, 1000)).toBe('unsatisfiable');
});

it.each([
  'items=0-1',
  'bytes 0-1',
  'bytes=',
  'bytes=-',
  'bytes=a-b',
  'bytes=5-2',
  'bytes=0-1,',
  'bytes=1--2',
  'bytes=0x1-2',
  'bytes=99999999999999999999-',
  `bytes=${Array.from({ length: 33 }, (_, at) => `${at * 20}-${at * 20}`).join()}`,
])('ignores %s', (header) => {
  expect(readRanges(header, 1000)).toBeUndefined();
});

it('has no part of an empty file', () => {
  expect(readRanges('bytes=0-', 0)).toBe('unsatisfiable');
});

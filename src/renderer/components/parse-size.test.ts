import { expect, it } from 'vitest';
import { parseSize } from './parse-size.ts';

it.each([
  ['', null],
  ['  ', null],
  ['2', 2e9],
  ['1.5', 1.5e9],
  ['1,5 GB', 1.5e9],
  ['500 Mo', 500e6],
  ['250mb', 250e6],
  ['1 TB', 1e12],
  ['0', undefined],
  ['-1', undefined],
  ['2 GiB', undefined],
  ['much', undefined],
  ['1.2.3', undefined],
])('reads %j as %s bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

import { expect, it } from 'vitest';
import { formatFor } from './format.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

it.each([
  ['en', 999, '999 B'],
  ['en', 25_432_123, '25.4 MB'],
  ['en', 254_000_000, '254 MB'],
  ['fr', 25_432_123, '25,4 Mo'],
  ['de', 1_500, '1,5 kB'],
  ['es', 3_000_000_000, '3 GB'],
])('writes bytes as %s reads them: %d', (language, bytes, written) => {
  expect(plain(formatFor(language).bytes(bytes))).toBe(written);
});

it.each(['en', 'fr', 'de', 'es'])('keeps a figure and its unit on one line in %s', (language) => {
  const { bytes, duration } = formatFor(language);
  for (const written of [bytes(12), bytes(31_500_000), duration(12), duration(3_400)]) expect(written).not.toContain(' ');
});

it.each([
  [12, '12 ms'],
  [3_400, '3,4 s'],
  [125_000, '2 min 5 s'],
])('writes a duration of %d ms shortly', (milliseconds, written) => {
  expect(plain(formatFor('de').duration(milliseconds))).toBe(written);
});

import { expect, it } from 'vitest';
import { findTexts, replaceText } from './replace-text.ts';

const rows: { text: string; replace: Record<string, string>; expected: string }[] = [
  { text: 'T46U-108.86.0.90.rom', replace: { '108.86.0.90': '108.86.0.95' }, expected: 'T46U-108.86.0.95.rom' },
  { text: '1.2 v1.2.rom 1.20 11.2', replace: { '1.2': '1.3' }, expected: '1.3 v1.3.rom 1.20 11.2' },
  { text: 'a b c', replace: { a: 'b', b: 'c' }, expected: 'b c c' },
  { text: 'v8 v86', replace: { v8: 'w8', v86: 'w86' }, expected: 'w8 w86' },
  { text: 'x(1)+y', replace: { '(1)+': '[2]' }, expected: 'x[2]y' },
  { text: 'cost $1', replace: { cost: '$&' }, expected: '$& $1' },
  { text: 'same', replace: {}, expected: 'same' },
];
it.each(rows)('replaces in “$text”', ({ text, replace, expected }) => {
  expect(
    replaceText(
      text,
      Object.entries(replace).map(([from, to]) => ({ from, to })),
    ),
  ).toBe(expected);
});

it('finds the lines in which a text still stands', () => {
  expect(findTexts('a\r\nv1.2\n1.20\n1.2', ['1.2'])).toEqual([
    { line: 2, text: '1.2' },
    { line: 4, text: '1.2' },
  ]);
});

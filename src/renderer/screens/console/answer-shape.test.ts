import { expect, it } from 'vitest';
import { table } from '../../../shared/text.ts';
import { isAligned } from './answer-shape.ts';

it.each([
  [
    'a table',
    table(
      ['ID', 'VERSION'],
      [
        ['wazo-snom', '1.0'],
        ['p', '2'],
      ],
    ).join('\n'),
    true,
  ],
  ['lines of an operation', 'T53-fw: installed\nlang-packs: no address. Get it from the vendor.', false],
  ['one sentence with a gap', 'two  spaces', false],
  ['a value as JSON', JSON.stringify({ a: { b: 'a long sentence' } }, null, 2), false],
  ['nothing', '', false],
] as const)('%s', (_what, text, aligned) => {
  expect(isAligned(text)).toBe(aligned);
});

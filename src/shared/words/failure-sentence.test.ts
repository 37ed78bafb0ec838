import { expect, it } from 'vitest';
import { failureSentence } from './failure-sentence.ts';

it.each([
  ['a fact', 'Port {port} is taken.', { port: 69 }, 'Port 69 is taken.'],
  ['one that is missing', 'Port {port} is taken.', {}, 'Port ? is taken.'],
  ['bytes in megabytes, rounded up', 'Over {over:MB}.', { over: 1_500_001 }, 'Over 2 MB.'],
  ['few bytes in kilobytes', 'Over {over:Mo}.', { over: 1500 }, 'Over 2 ko.'],
  [
    'one that ends with a full stop of its own',
    'Not valid: {reason}. Correct it.',
    { reason: 'End at 0:0.' },
    'Not valid: End at 0:0. Correct it.',
  ],
  ['one in the middle, whole', '{path} is none.', { path: 'a.' }, 'a. is none.'],
] as const)('puts into a sentence %s', (_what, template, facts, sentence) => {
  expect(failureSentence(template, facts)).toBe(sentence);
});

import { expect, it } from 'vitest';
import { planResponse } from './plan-response.ts';

const MODIFIED = Date.UTC(2024, 0, 2, 3, 4, 5);
const SAME = 'Tue, 02 Jan 2024 03:04:05 GMT';
const BEFORE = 'Tue, 02 Jan 2024 03:04:04 GMT';
const STRONG = { size: 1000, etag: '"abc"', modifiedAt: MODIFIED };
const WEAK = { ...STRONG, etag: 'W/"abc"' };
const PART = { kind: 'parts', ranges: [{ start: 0, end: 10 }] };
const RANGE = { range: 'bytes=0-9' };

it.each([
  ['nothing is asked for', STRONG, {}, 'whole'],
  ['the tag is the client’s', STRONG, { 'if-none-match': '"x", "abc"' }, 'not-modified'],
  ['the tag is probably the client’s', WEAK, { 'if-none-match': '"abc"' }, 'not-modified'],
  ['any tag will do', STRONG, { 'if-none-match': '*' }, 'not-modified'],
  ['the tag is another', STRONG, { 'if-none-match': '"x"', 'if-modified-since': SAME }, 'whole'],
  ['it has not changed since', STRONG, { 'if-modified-since': SAME }, 'not-modified'],
  ['it has changed since', STRONG, { 'if-modified-since': BEFORE }, 'whole'],
  ['the date is none', STRONG, { 'if-modified-since': 'yesterday' }, 'whole'],
  ['it has to be this tag, and is', STRONG, { 'if-match': '"abc"' }, 'whole'],
  ['it has to be this tag, and is another', STRONG, { 'if-match': '"x"' }, 'precondition-failed'],
  ['it has to be this tag, and is it only probably', WEAK, { 'if-match': 'W/"abc"' }, 'precondition-failed'],
  ['it must not have changed, and has', STRONG, { 'if-unmodified-since': BEFORE }, 'precondition-failed'],
  ['it must not have changed, and has not', STRONG, { 'if-unmodified-since': SAME }, 'whole'],
  ['the range continues the same tag', STRONG, { ...RANGE, 'if-range': '"abc"' }, PART],
  ['the range continues another tag', STRONG, { ...RANGE, 'if-range': '"x"' }, 'whole'],
  ['the range continues a tag that says “probably”', WEAK, { ...RANGE, 'if-range': 'W/"abc"' }, 'whole'],
  ['the range continues the same date', WEAK, { ...RANGE, 'if-range': SAME }, PART],
  ['the range continues another date', WEAK, { ...RANGE, 'if-range': BEFORE }, 'whole'],
  ['the range lies outside', STRONG, { range: 'bytes=1000-' }, 'range-not-satisfiable'],
  ['the range makes no sense', STRONG, { range: 'bytes=x' }, 'whole'],
  ['the range is the whole', STRONG, { range: 'bytes=0-' }, { kind: 'parts', ranges: [{ start: 0, end: 1000 }] }],
  ['the client has it, and asks for a range too', STRONG, { ...RANGE, 'if-none-match': '"abc"' }, 'not-modified'],
])('where %s', (_, file, headers, expected) => {
  const plan = planResponse('GET', new Map(Object.entries(headers)), file);
  expect(plan).toEqual(typeof expected === 'string' ? { kind: expected } : expected);
});

it('gives no range of a head', () => {
  expect(planResponse('HEAD', new Map([['range', 'bytes=0-9']]), STRONG)).toEqual({ kind: 'whole' });
});

import { expect, it } from 'vitest';
import { ProvdeskError } from '../../shared/failures.ts';
import { Output } from './output.ts';

function said(json: boolean, say: (output: Output) => void): string {
  let text = '';
  const sink = { write: (chunk: string | Uint8Array) => (text += String(chunk)) !== '', isTTY: false };
  say(new Output(sink, sink, json));
  return text;
}

it.each([
  ['an answer', (output: Output) => output.answer({}, ['AP \u001b]0;owned\u0007\u001b[2J'])],
  ['an item', (output: Output) => output.item({}, 'AP \u001b]0;owned\u0007\u001b[2J')],
  ['a remark', (output: Output) => output.remark('AP \u001b]0;owned\u0007\u001b[2J')],
])('%s shows what would steer the terminal, and does not send it there', (_what, say) => {
  expect(said(false, say)).toBe('AP \\x1b]0;owned\\x07\\x1b[2J\n');
});

it('a failure does so too, and nothing turns the direction of writing', () => {
  const failure = new ProvdeskError('images.unknown', { image: 'a\u202egnp.exe\u009b1m' }).failure;
  expect(said(false, (output) => output.failure(failure))).toContain('a\\u202egnp.exe\\x9b1m');
});

it('a document that is read on a terminal steers nothing either, and holds what it held', () => {
  const document = { name: 'a\u001b[2J\u009b1m\u202egnp\u007f' };
  const text = said(true, (output) => output.answer(document, []));
  expect(text).toBe('{"name":"a\\u001b[2J\\u009b1m\\u202egnp\\u007f"}\n');
  expect(JSON.parse(text)).toEqual(document);
});

it('tells each moment as ISO 8601 in a document, however deep, and leaves numbers that are none', () => {
  const document = { createdAt: 1_700_000_000_000, finishedAt: null, log: [{ at: 1_700_000_000_000, seq: 7 }], format: 3 };
  expect(JSON.parse(said(true, (output) => output.answer(document, [])))).toEqual({
    createdAt: '2023-11-14T22:13:20.000Z',
    finishedAt: null,
    log: [{ at: '2023-11-14T22:13:20.000Z', seq: 7 }],
    format: 3,
  });
});

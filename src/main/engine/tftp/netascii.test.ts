import { expect, it } from 'vitest';
import { toNetascii } from './netascii.ts';

it.each([
  ['plain', 'plain'],
  ['one\ntwo\n', 'one\r\ntwo\r\n'],
  ['a\rb', 'a\r\0b'],
  ['a\r\nb', 'a\r\0\r\nb'],
  ['', ''],
])('converts %j', (file, wire) => {
  expect(Buffer.from(toNetascii(Buffer.from(file)) ?? 'nothing').toString()).toBe(wire);
});

it('takes bytes with a NUL in them for no text', () => {
  expect(toNetascii(Buffer.from('MZ\0\n'))).toBeUndefined();
});

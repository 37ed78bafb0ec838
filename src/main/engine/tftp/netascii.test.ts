import { expect, it } from 'vitest';
import type { Content } from './file-cache.ts';
import { netasciiContent, toNetascii } from './netascii.ts';

it.each([
  ['plain', 'plain'],
  ['one\ntwo\n', 'one\r\ntwo\r\n'],
  ['a\rb', 'a\r\0b'],
  ['a\r\nb', 'a\r\0\r\nb'],
  ['', ''],
])('converts %j', (file, wire) => {
  expect(Buffer.from(toNetascii(Buffer.from(file))).toString()).toBe(wire);
});

it('knows the converted size and gives the same bytes block by block', async () => {
  const bytes = Buffer.from('line of text\n\r'.repeat(4000));
  const file: Content = {
    size: bytes.length,
    read: (position, length) => bytes.subarray(position, position + length),
    release: () => undefined,
  };
  const content = await netasciiContent(file);
  const blocks: Uint8Array[] = [];
  for (let position = 0; position < content.size; position += 512)
    blocks.push(await content.read(position, Math.min(512, content.size - position)));
  const whole = Buffer.concat(blocks);
  expect(whole.length).toBe(content.size);
  expect(whole.equals(Buffer.from(toNetascii(bytes)))).toBe(true);
});

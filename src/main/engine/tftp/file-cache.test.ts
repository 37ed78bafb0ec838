import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileCache, NoRoomInMemory, NotARegularFile } from './file-cache.ts';
import { type Content, FileView } from './shared-file.ts';

const BYTES = randomBytes(400_003);
let dir: string;
let path: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'provdesk-cache-'));
  path = join(dir, 'a.rom');
  writeFileSync(path, BYTES);
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

const MEBIBYTE = 1 << 20;
const at = (filePath: string) => ({ filePath, sha256: null });

async function readFrom(content: Pick<Content, 'copy' | 'load'>, position: number, length: number): Promise<Buffer> {
  const target = Buffer.alloc(length);
  for (let tries = 0; tries < 5 && !content.copy(position, length, target, 0); tries += 1) await content.load(position, length);
  return target;
}

it.each([
  [0, 512],
  [65_000, 1468],
  [65_536, 1],
  [100, 60_000],
  [400_000, 3],
  [400_003, 0],
])('reads from %i on %i bytes, within chunks and across them', async (position, length) => {
  const file = await new FileCache(MEBIBYTE).open(at(path), false);
  expect((await readFrom(file, position, length)).equals(BYTES.subarray(position, position + length))).toBe(true);
  file.release();
});

it('reads beyond 4 GiB', async () => {
  truncateSync(path, 2 ** 32);
  appendFileSync(path, 'end');
  const file = await new FileCache(MEBIBYTE).open(at(path), false);
  expect(file.size).toBe(2 ** 32 + 3);
  expect((await readFrom(file, 2 ** 32 - 1, 4)).toString()).toBe('\0end');
  file.release();
});

it('copies to where it is told', async () => {
  const file = await new FileCache(MEBIBYTE).open(at(path), false);
  await file.load(10, 4);
  const target = Buffer.alloc(8);
  expect(file.copy(10, 4, target, 3)).toBe(true);
  expect(target).toEqual(Buffer.concat([Buffer.alloc(3), BYTES.subarray(10, 14), Buffer.alloc(1)]));
  file.release();
});

it('has at hand what another reader has read, in this thread or another', async () => {
  const files = new FileCache(MEBIBYTE);
  const [first, second] = [await files.open(at(path), false), await files.open(at(path), false)];
  await first.load(0, 512);
  const target = Buffer.alloc(512);
  expect(second.copy(512, 512, target, 0)).toBe(true);
  expect(new FileView(structuredClone(first.shared)).copy(512, 512, target, 0)).toBe(true);
  expect(target.equals(BYTES.subarray(512, 1024))).toBe(true);
  first.release();
  expect((await readFrom(second, 200_000, 512)).equals(BYTES.subarray(200_000, 200_512))).toBe(true);
  second.release();
});

it('keeps the bytes of a file that nobody reads for the next who asks', async () => {
  const files = new FileCache(MEBIBYTE);
  const first = await files.open(at(path), false);
  await first.load(0, 512);
  first.release();
  const second = await files.open(at(path), false);
  expect(second.copy(0, 512, Buffer.alloc(512), 0)).toBe(true);
  expect((await readFrom(second, 300_000, 512)).equals(BYTES.subarray(300_000, 300_512))).toBe(true);
  second.release();
});

it('gives right bytes to several readers within less memory than the file has', async () => {
  const file = await new FileCache(280_000).open(at(path), false);
  expect(file.shared.slots.byteLength).toBe(2 * 65_536);
  const other = new FileView(structuredClone(file.shared));
  for (const position of [0, 130_000, 260_000, 0, 390_000, 65_000]) {
    for (const reader of [file, other])
      expect((await readFrom(reader, position, 1468)).equals(BYTES.subarray(position, position + 1468))).toBe(true);
  }
  file.release();
});

it('gives later files less memory while the former are in use, and all they need once those are not', async () => {
  const files = new FileCache(1_500_000);
  const other = join(dir, 'b.rom');
  writeFileSync(other, randomBytes(700_000));
  const first = await files.open(at(path), false);
  const second = await files.open(at(other), false);
  expect(second.shared.slots.byteLength).toBeLessThan(700_000);
  second.release();
  first.release();
  const third = await files.open(at(other), false);
  expect(third.shared.slots.byteLength).toBeGreaterThanOrEqual(700_000);
  third.release();
});

it('lets what nobody reads go for what is asked for now', async () => {
  const files = new FileCache(1_000_000);
  const former = await files.open(at(path), false);
  former.release();
  const other = join(dir, 'b.rom');
  writeFileSync(other, BYTES);
  const later = await files.open(at(other), false);
  expect(later.shared.slots.byteLength).toBeGreaterThanOrEqual(BYTES.length);
  expect((await files.open(at(path), false)).shared.id).not.toBe(former.shared.id);
});

it('refuses a text for which there is no room', async () => {
  writeFileSync(path, 'x'.repeat(300_000));
  await expect(new FileCache(500_000).open(at(path), true)).rejects.toBeInstanceOf(NoRoomInMemory);
});

it('gives what is in no file from memory, once for all who ask, and as netascii has it', async () => {
  const files = new FileCache(MEBIBYTE);
  const source = { bytes: new TextEncoder().encode('a = 1\nb = 2\n'), sha256: 'digest' };
  const [one, other] = [await files.open(source, false), await files.open({ ...source, bytes: source.bytes.slice() }, false)];
  expect([one.size, one.shared.fd, other.shared.slots === one.shared.slots]).toEqual([12, -1, true]);
  expect((await readFrom(one, 0, 12)).toString()).toBe('a = 1\nb = 2\n');
  const text = await files.open(source, true);
  expect((await readFrom(text, 0, 14)).toString()).toBe('a = 1\r\nb = 2\r\n');
  for (const file of [one, other, text]) file.release();
  const again = await files.open(source, false);
  expect([again.shared.id, (await readFrom(again, 6, 5)).toString()]).toEqual([one.shared.id, 'b = 2']);
});

it('refuses what is in no file where there is no room, and takes it when others have gone', async () => {
  const files = new FileCache(500_000);
  const source = (sha256: string) => ({ bytes: new Uint8Array(200_000), sha256 });
  const held = await files.open(source('a'), false);
  await expect(files.open(source('b'), false)).rejects.toBeInstanceOf(NoRoomInMemory);
  held.release();
  expect((await files.open(source('b'), false)).size).toBe(200_000);
});

it('opens a replaced file anew while the former is still read', async () => {
  const files = new FileCache(MEBIBYTE);
  const former = await files.open(at(path), false);
  rmSync(path);
  writeFileSync(path, 'new');
  const later = await files.open(at(path), false);
  expect((await readFrom(later, 0, 3)).toString()).toBe('new');
  expect((await readFrom(former, 0, 512)).equals(BYTES.subarray(0, 512))).toBe(true);
  former.release();
  later.release();
});

it('takes a file whose rights were changed for another', async () => {
  const files = new FileCache(MEBIBYTE);
  const former = await files.open(at(path), false);
  chmodSync(path, 0o640);
  const later = await files.open(at(path), false);
  expect(later.shared.id).not.toBe(former.shared.id);
  former.release();
  later.release();
});

it('converts a text once for all who ask for it', async () => {
  const files = new FileCache(MEBIBYTE);
  writeFileSync(path, 'one\ntwo\n');
  const [first, second] = [await files.open(at(path), true), await files.open(at(path), true)];
  expect(second.shared.id).toBe(first.shared.id);
  expect(first.size).toBe(10);
  expect((await readFrom(second, 0, 10)).toString()).toBe('one\r\ntwo\r\n');
  first.release();
  second.release();
});

it('leaves firmware as it is that is asked for as text', async () => {
  writeFileSync(path, Buffer.from('MZ\0\n'));
  const file = await new FileCache(MEBIBYTE).open(at(path), true);
  expect((await readFrom(file, 0, 4)).toString()).toBe('MZ\0\n');
  file.release();
});

it('rejects a read behind the end of a file that became shorter', async () => {
  const file = await new FileCache(MEBIBYTE).open(at(path), false);
  truncateSync(path, 1000);
  await expect(file.load(300_000, 512)).rejects.toThrow('the file ended');
  file.release();
});

it('rejects a folder and a missing file', async () => {
  const files = new FileCache(MEBIBYTE);
  await expect(files.open(at(dir), false)).rejects.toBeInstanceOf(NotARegularFile);
  await expect(files.open(at(join(dir, 'nothing')), false)).rejects.toMatchObject({ code: 'ENOENT' });
});

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileCache, NotARegularFile } from './file-cache.ts';

const BYTES = randomBytes(400_003);
let dir: string;
let path: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'provdesk-cache-'));
  path = join(dir, 'a.rom');
  writeFileSync(path, BYTES);
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

it.each([
  [0, 512],
  [65_000, 1468],
  [65_536, 1],
  [100, 200_000],
  [400_000, 3],
  [400_003, 0],
])('reads from %i on %i bytes, within chunks and across them', async (position, length) => {
  const content = await new FileCache(1 << 20).open(path);
  expect(Buffer.from(await content.read(position, length)).equals(BYTES.subarray(position, position + length))).toBe(true);
  content.release();
});

it('has at hand what another reader has read', async () => {
  const files = new FileCache(1 << 20);
  const [first, second] = [await files.open(path), await files.open(path)];
  await first.read(0, 512);
  expect(second.read(512, 512)).toBeInstanceOf(Uint8Array);
  first.release();
  expect(Buffer.from(await second.read(200_000, 512)).equals(BYTES.subarray(200_000, 200_512))).toBe(true);
  second.release();
});

it('gives right bytes within a budget smaller than the file', async () => {
  const content = await new FileCache(70_000).open(path);
  for (const position of [0, 130_000, 260_000, 0, 390_000, 65_000]) {
    expect(Buffer.from(await content.read(position, 1468)).equals(BYTES.subarray(position, position + 1468))).toBe(true);
  }
  content.release();
});

it('opens a replaced file anew while the former is still read', async () => {
  const files = new FileCache(1 << 20);
  const former = await files.open(path);
  rmSync(path);
  writeFileSync(path, 'new');
  const later = await files.open(path);
  expect(Buffer.from(await later.read(0, 3)).toString()).toBe('new');
  expect(Buffer.from(await former.read(0, 512)).equals(BYTES.subarray(0, 512))).toBe(true);
  former.release();
  later.release();
});

it('rejects a read behind the end of a file that became shorter', async () => {
  const content = await new FileCache(1 << 20).open(path);
  truncateSync(path, 1000);
  await expect(content.read(300_000, 512)).rejects.toThrow('became shorter');
  content.release();
});

it('rejects a folder and a missing file', async () => {
  const files = new FileCache(1 << 20);
  await expect(files.open(dir)).rejects.toBeInstanceOf(NotARegularFile);
  await expect(files.open(join(dir, 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
});

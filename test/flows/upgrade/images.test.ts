import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf } from '../../builders/coded-failure.ts';
import { anOpenWrtImage, signed } from '../../builders/openwrt-image.ts';
import { removeTemporaryFolders, startTestEngine, temporaryFolder, type TestEngine } from '../../builders/test-engine.ts';

const NAME = 'openwrt-ramips-mt7621-example_ap-1-v2-squashfs-sysupgrade.bin';

const LARGE = 256 * 1024 * 1024;

let engine: TestEngine;
beforeEach(async () => {
  engine = await startTestEngine();
});
afterEach(() => engine.stop());
afterAll(removeTemporaryFolders);

function put(bytes: Buffer, name = NAME): string {
  const filePath = path.join(temporaryFolder('image'), name);
  writeFileSync(filePath, bytes);
  return filePath;
}

const add = (filePath: string, more: { category?: string; version?: string; type?: string } = {}) =>
  engine.client.images.add({ path: filePath, category: 'Access points', version: '23.05.5', ...more });

it('reads an image’s own word, signed or not, and makes category and build of it', async () => {
  const image = await add(put(signed(anOpenWrtImage({ size: 700_000 }))));
  expect(image).toMatchObject({
    name: NAME,
    type: 'ramips-mt7621-example_ap-1-v2-squashfs-sysupgrade.bin',
    categoryName: 'Access points',
    buildVersion: '23.05.5',
    facts: { boards: ['example,ap-1-v2'], boardsFrom: 'image', version: '23.05.5', signed: true },
  });
  const [build] = await engine.client.images.builds({});
  expect(build).toMatchObject({ os: 'OpenWrt 23.05.5 r24106-10cc5fcd00', images: 1 });
});

it('takes the table’s word for an image that says nothing, and a site’s own rows before it', async () => {
  const bare = anOpenWrtImage({ bare: true });
  const known = 'openwrt-ath79-generic-ubnt_airrouter-squashfs-sysupgrade.bin';
  expect((await add(put(bare, known))).facts).toMatchObject({
    boardsFrom: 'table',
    boards: ['ubnt,airrouter', 'Ubiquiti AirRouter'],
  });
  const custom = [{ type: 'customimage-squashfs-sysupgrade.bin', label: 'Custom WAP-1200', boards: ['CWAP1200'] }];
  await engine.client.images.setTypes({ custom });
  expect((await add(put(bare, 'own-customimage-squashfs-sysupgrade.bin'))).facts.boards).toEqual(['CWAP1200']);
});

const html = Buffer.from('<!doctype html><title>404</title>');

it.each<[string, () => string, string]>([
  ['a web page', () => put(html), 'images.not-firmware'],
  ['a root file system', () => put(anOpenWrtImage(), 'openwrt-x86-64-rootfs.tar.gz'), 'images.not-firmware'],
  ['an image with a bit turned', () => put(turned(anOpenWrtImage())), 'images.damaged'],
  ['metadata that is no JSON', () => put(spoiltMetadata()), 'images.damaged'],
  ['a file that is not there', () => path.join(temporaryFolder('image'), 'nowhere.bin'), 'images.file-unreadable'],
  ['a folder', () => temporaryFolder('image'), 'images.file-unreadable'],
  [
    'an image of no board, and of no known type',
    () => put(anOpenWrtImage({ bare: true }), 'own-unheard-of.bin'),
    'images.type-unknown',
  ],
])('keeps nothing of %s', async (_what, file, code) => {
  expect((await failureOf(add(file()))).code).toBe(code);
  expect(await engine.client.images.list(undefined)).toEqual([]);
  expect(await engine.client.images.categories(undefined)).toEqual([]);
  expect((await engine.client.files.usage(undefined)).content).toBe(0);
});

function turned(image: Buffer): Buffer {
  image[1000] = (image[1000] ?? 0) ^ 1;
  return image;
}

function spoiltMetadata(): Buffer {
  const image = anOpenWrtImage();
  image.write('!', image.lastIndexOf('{'));
  return image;
}

it('keeps to the size limit, which can be raised or lifted', async () => {
  const { client } = engine;
  expect(await client.images.limit(undefined)).toEqual({ bytes: 31_457_280 });
  await client.images.setLimit({ bytes: 1_000 });
  expect((await failureOf(add(put(anOpenWrtImage())))).code).toBe('images.too-large');
  await client.images.setLimit({ bytes: null });
  expect((await add(put(anOpenWrtImage()))).size).toBeGreaterThan(300_000);
});

it('takes an image of 256 MiB a piece at a time', async () => {
  const filePath = put(anOpenWrtImage({ bare: true }), 'openwrt-ath79-generic-ubnt_airrouter-squashfs-sysupgrade.bin');
  truncateSync(filePath, LARGE);
  await engine.client.images.setLimit({ bytes: null });
  const before = process.memoryUsage().arrayBuffers;
  let most = before;
  const looking = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 5);
  expect((await add(filePath)).size).toBe(LARGE);
  clearInterval(looking);
  expect(most).toBeGreaterThan(before);
  expect(most - before).toBeLessThan(LARGE / 2);
});

it('tells one build from another: one version a category, one identifier for all, one image a type', async () => {
  const { client } = engine;
  await add(put(anOpenWrtImage()));
  const [category] = await client.images.categories(undefined);
  const build = (version: string, os?: string) =>
    client.images.addBuild({ category: category?.id ?? '', version, ...(os === undefined ? {} : { os }) });
  expect((await failureOf(add(put(anOpenWrtImage({ size: 400_000 }))))).code).toBe('images.type-taken');
  expect((await failureOf(build('23.05.5'))).code).toBe('builds.version-taken');
  expect((await failureOf(build('24', 'OpenWrt 23.05.5 r24106-10cc5fcd00'))).code).toBe('builds.os-taken');
  expect((await failureOf(client.images.addCategory({ name: 'access POINTS' }))).code).toBe('categories.name-taken');
  expect((await failureOf(client.images.addBuild({ category: 'nowhere', version: '1' }))).code).toBe('categories.unknown');
  expect((await build('24')).images).toBe(0);
});

it('removes from the inside out, and lets go of the bytes', async () => {
  const { client } = engine;
  const image = await add(put(anOpenWrtImage()));
  expect((await failureOf(client.images.removeBuild({ id: image.build }))).code).toBe('builds.in-use');
  expect((await failureOf(client.images.removeCategory({ id: image.category }))).code).toBe('categories.in-use');
  await client.images.remove({ id: image.id });
  await client.images.removeBuild({ id: image.build });
  await client.images.removeCategory({ id: image.category });
  expect((await client.files.usage(undefined)).content).toBe(0);
  expect((await failureOf(client.images.remove({ id: image.id }))).code).toBe('images.unknown');
});

it('an image survives the clean-up of what nothing refers to', async () => {
  const image = await add(put(anOpenWrtImage()));
  await engine.client.files.clean(undefined);
  expect((await engine.client.files.usage(undefined)).content).toBe(image.size);
});

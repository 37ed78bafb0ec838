import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type TarMember, tarBytes, zipBytes } from '../../../../test/builders/archives.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { type ExtractedEntry, extractTar } from './extract-tar.ts';
import { extractZip } from './extract-zip.ts';
import { type ArchiveLimits, FIRMWARE_LIMITS } from './members.ts';

afterAll(removeTemporaryFolders);

async function extract(format: 'tar' | 'zip', bytes: Uint8Array, limits: ArchiveLimits = FIRMWARE_LIMITS) {
  const parent = temporaryFolder('extract');
  const dir = path.join(parent, 'out');
  mkdirSync(dir);
  writeFileSync(path.join(parent, 'fw'), bytes);
  const take = format === 'tar' ? extractTar : extractZip;
  const outcome = await take(path.join(parent, 'fw'), 'fw', dir, limits).catch((error: unknown) => {
    if (error instanceof ProvdeskError) return { code: error.code, facts: error.facts };
    throw error;
  });
  // Nothing may ever stand beside the folder that was given.
  expect(readdirSync(parent).sort()).toEqual(['fw', 'out']);
  if ('code' in outcome) return outcome;
  return outcome.map((entry: ExtractedEntry) =>
    entry.kind === 'folder' ? `${entry.path}/` : `${entry.path}: ${readFileSync(entry.filePath, 'utf8')}`,
  );
}

const MEMBERS: TarMember[] = [
  { path: 'd/', type: 'Directory' },
  { path: 'd/a.rom', content: 'hello firmware' },
  { path: 'd/empty/', type: 'Directory' },
];
const READ = ['d/', 'd/a.rom: hello firmware', 'd/empty/'];
/** The same members, by the tools xz (also as `--format=lzma`), bzip2 and compress. */
const XZ =
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Cf/AJJdADILvBunjDRE4cIHdekHYEdutTSLkmppcNMS80nDM6bfMQG3ctn8OBBJuOBwS5HY+KKtevNcqNd8JUahGT1oQkcf+x1OSh6ykKZzkwFqOvRHANvuDa2gTzuQBQL9r554mZffMkX+ULYGgYEpL/rcmwf2yvtue7drtEiNuwSkYT3FIw468S1FB1YBSPJubcgv+1AAAAAAJGf7+KpjK2YAAa4BgFAAAHgVxlyxxGf7AgAAAAAEWVo=';
const BZIP2 =
  'QlpoOTFBWSZTWZHTcjwAAMV7kMqAQEBAAf+AAGFnZt6gBAAACCAAkoZSaNAAANMhpo0EVJGyj1NA0GjNQA9SvsZ94bzXJigGOhRG/hGLmkWDdbD0wYslEgIQE85fuzxukquVKTcGAhaPXDGxhSdl9wyEhVOhAYgHZZ+ZAbuVVG5r2RTJQSkHtoD/FlZgyGrWrPlzRD+LuSKcKEhI6bkeAA==';
const LZMA =
  'XQAAgAD//////////wAyC7wbp4w0Bo1rAknx26Km3g5sf9wjHP4lXg96R65jN/HhFYlLbvtA+lJICWLMJZFKUkf5mraC4I41bOPEoZKv0mJRiU+a/2RE17NAwM9s+o/CALbEwMeTCuXSQc0XW2LPN1W5wunrydPXA+zFLIK3b5Fazn9UfP/pwhuB';
const COMPRESS =
  'H52QZF4AGEiwoMGDCBMqXMiwoUOEMCLaoEEDBICIGGFYzBhxI8eMHj92vAjjhgwaNSzWeMiypcuXMAHUmUMnjBySMXPqJAmSJ0aLO4MKHUq06MOAYVzIedPGqNOnBDFOrOhz5MeQHGPYwHr1YgwYMmBQhQG1rFmZNG3iPFu0a1e2cOPKdYmmDBs2b0CYSSOnzR2bZeYKHky4sOHDiBMrXkwwYJk2cOjkEch4rlSKXDVW1Szy5+aeML7SgDFDZeXEM2vejHiaoVuOQFvLnk27tu3buHPr3s27t+/fwIML5w0=';

describe('a tar of any compression, told by its first bytes', () => {
  it.each([
    ['none', tarBytes(MEMBERS)],
    ['gzip', gzipSync(tarBytes(MEMBERS))],
    [
      'gzip in two members',
      Buffer.concat([gzipSync(tarBytes(MEMBERS).subarray(0, 700)), gzipSync(tarBytes(MEMBERS).subarray(700))]),
    ],
    ['zstd', zstdCompressSync(tarBytes(MEMBERS))],
    ['xz', Buffer.from(XZ, 'base64')],
    ['bzip2', Buffer.from(BZIP2, 'base64')],
    ['lzma', Buffer.from(LZMA, 'base64')],
    ['compress', Buffer.from(COMPRESS, 'base64')],
  ])('%s', async (_name, bytes) => {
    expect([...((await extract('tar', bytes)) as string[])].sort()).toEqual(READ);
  });

  it('a zip, with its empty folders', async () => {
    const bytes = await zipBytes(MEMBERS.map(({ path: name, content = '' }) => ({ path: name, content })));
    expect(await extract('zip', bytes)).toEqual(READ);
  });
});

describe('a hostile archive is refused by the name of its member, whatever its kind', () => {
  const rows: { what: string; member: TarMember; second?: TarMember }[] = [
    { what: 'climbs', member: { path: '../x', content: 'x' } },
    { what: 'climbs in the middle', member: { path: 'a/../../x', content: 'x' } },
    { what: 'climbs by backslashes', member: { path: '..\\x', content: 'x' } },
    { what: 'is absolute', member: { path: '/etc/x', content: 'x' } },
    { what: 'is on a drive', member: { path: 'C:/x', content: 'x' } },
    { what: 'is a device of Windows', member: { path: 'a/CON.txt', content: 'x' } },
    { what: 'is a numbered device of Windows', member: { path: 'lpt1', content: 'x' } },
    { what: 'ends in a dot', member: { path: 'a./x', content: 'x' } },
    { what: 'ends in a blank', member: { path: 'x ', content: 'x' } },
    { what: 'names a stream', member: { path: 'x:y', content: 'x' } },
    { what: 'holds a line break', member: { path: 'x\ny', content: 'x' } },
    { what: 'is another in capitals', member: { path: 'a/x', content: 'x' }, second: { path: 'A/X', content: 'y' } },
    { what: 'is a file and a folder', member: { path: 'a', content: 'x' }, second: { path: 'a/b', content: 'y' } },
  ];
  it.each(rows)('$what', async ({ member, second }) => {
    const members = [{ path: 'ok', content: 'ok' }, member, ...(second ? [second] : [])];
    const hostile = (second ?? member).path;
    const refused = (name: string) => ({ code: 'archive.unsafe-member', facts: { archive: 'fw', member: name } });
    expect(await extract('tar', tarBytes(members))).toMatchObject(refused(hostile));
    const plain = await zipBytes(
      members.map(({ path: name, content = '' }, i) => ({ path: `${i}`.padEnd(name.length, '_'), content })),
    );
    expect(await extract('zip', renamed(plain, members))).toMatchObject(
      // In a zip from Windows a backslash parts names.
      refused(hostile.replaceAll('\\', '/')),
    );
  });

  it.each([
    ['bytes', { bytes: 3000, members: 10, ratio: 1000 }],
    ['members', { bytes: 1e6, members: 1, ratio: 1000 }],
  ])('more %s than it may hold', async (what, limits) => {
    const members = [
      { path: 'a', content: 'x'.repeat(2000) },
      { path: 'b', content: 'y'.repeat(2000) },
    ];
    const refused = { code: 'archive.too-large', facts: { archive: 'fw', what } };
    expect(await extract('tar', gzipSync(tarBytes(members)), limits)).toMatchObject(refused);
    expect(await extract('zip', await zipBytes(members), limits)).toMatchObject(refused);
  });

  it('a bomb, once it is past what an honest archive may unpack to', async () => {
    const members = [{ path: 'bomb', content: Buffer.alloc(66 * 2 ** 20) }];
    const limits = { bytes: 2 ** 30, members: 10, ratio: 100 };
    const refused = { code: 'archive.too-large', facts: { archive: 'fw', what: 'bytes' } };
    expect(await extract('tar', gzipSync(tarBytes(members)), limits)).toMatchObject(refused);
    expect(await extract('zip', await zipBytes(members), limits)).toMatchObject(refused);
  });

  it('a tar that is cut within a header, and none whose end lacks only its padding', async () => {
    const bytes = tarBytes(MEMBERS);
    expect(await extract('tar', bytes.subarray(0, 512 + 100))).toMatchObject({ code: 'archive.truncated' });
    expect(await extract('tar', Buffer.concat([bytes, Buffer.from('signature')]))).toEqual(READ);
    expect(await extract('tar', bytes.subarray(0, -1024))).toEqual(READ);
  });

  it.each([
    ['lzma', LZMA],
    ['compress', COMPRESS],
  ])('%s that is cut, and one that holds more than it may', async (_name, base64) => {
    const bytes = Buffer.from(base64, 'base64');
    const cut = bytes.subarray(0, bytes.length / 2);
    expect(await extract('tar', cut)).toMatchObject({ code: 'archive.truncated', facts: { archive: 'fw' } });
    const limits = { bytes: 10, members: 10, ratio: 1000 };
    expect(await extract('tar', bytes, limits)).toMatchObject({ code: 'archive.too-large', facts: { what: 'bytes' } });
  });

  it.each(['SymbolicLink', 'Link', 'CharacterDevice', 'FIFO'] as const)('a %s', async (type) => {
    const members: TarMember[] = [{ path: 'l', type, ...(/Link/.test(type) ? { linkpath: '/etc/passwd' } : {}) }];
    expect(await extract('tar', tarBytes(members))).toMatchObject({ code: 'archive.unsafe-member', facts: { member: 'l' } });
  });
});

/** A zip whose members go by other names of the same length: no tool writes these. */
function renamed(bytes: Buffer, members: readonly TarMember[]): Buffer {
  const changed = Buffer.from(bytes);
  for (const [i, { path: name }] of members.entries()) {
    const before = `${i}`.padEnd(name.length, '_');
    for (let at = changed.indexOf(before); at >= 0; at = changed.indexOf(before, at + 1)) changed.write(name, at, 'latin1');
  }
  return changed;
}

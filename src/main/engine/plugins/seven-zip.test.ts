import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sevenZipBytes } from '../../../../test/builders/seven-zip.ts';
import { rarBytes } from '../../../../test/builders/rar.ts';
import { removeTemporaryFolders, WORKERS, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { type ArchiveLimits, FIRMWARE_LIMITS } from './members.ts';
import { extractFlat } from './seven-zip.ts';
import { parseListing } from './seven-zip-listing.ts';

afterAll(removeTemporaryFolders);

async function extract(
  format: 'rar' | '7z',
  bytes: Buffer,
  limits: ArchiveLimits = FIRMWARE_LIMITS,
  signal = new AbortController().signal,
) {
  const dir = temporaryFolder('flat');
  const archivePath = path.join(dir, `a ${format}.${format}`);
  const outDir = path.join(dir, 'out');
  mkdirSync(outDir);
  writeFileSync(archivePath, bytes);
  const files = await extractFlat(archivePath, 'fw', format, outDir, { workerUrl: WORKERS.sevenZip, limits, signal });
  return Object.fromEntries(files.map((file) => [file.path, readFileSync(file.filePath, 'latin1')]));
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'done',
    (error: unknown) => (error instanceof ProvdeskError ? error.code : String(error)),
  );
}

describe('extractFlat', { timeout: 60_000 }, () => {
  it('unpacks a RAR without its folders', async () => {
    expect(
      await extract(
        'rar',
        rarBytes([
          { path: 'boot.bin', content: 'boot' },
          { path: 'sub/dir/app.rom', content: 'application' },
        ]),
      ),
    ).toEqual({
      'boot.bin': 'boot',
      'app.rom': 'application',
    });
  });

  it('unpacks a 7z without its folders', async () => {
    expect(await extract('7z', await sevenZipBytes({ 'one.txt': 'one', 'sub/two.txt': 'two' }))).toEqual({
      'one.txt': 'one',
      'two.txt': 'two',
    });
  });

  it.each([
    ['a member that climbs', () => rarBytes([{ path: '../x', content: 'x' }]), 'archive.unsafe-member'],
    ['an absolute member', () => rarBytes([{ path: '/etc/x', content: 'x' }]), 'archive.unsafe-member'],
    [
      'two members that become one',
      () =>
        rarBytes([
          { path: 'a/x', content: '1' },
          { path: 'b/X', content: '2' },
        ]),
      'archive.unsafe-member',
    ],
    ['a name Windows refuses', () => rarBytes([{ path: 'nul.bin', content: 'x' }]), 'archive.unsafe-member'],
    ['a cut archive', () => rarBytes([{ path: 'x', content: 'x'.repeat(5000) }]).subarray(0, 3000), 'archive.truncated'],
    ['another format', () => Buffer.from('<html>not a rar</html>'.repeat(20)), 'archive.unreadable'],
    [
      'damaged bytes',
      () => Buffer.concat([rarBytes([{ path: 'x', content: 'hello' }]).subarray(0, -10), Buffer.from('jello12345')]),
      'archive.unreadable',
    ],
  ])('refuses %s', async (_what, bytes, code) => {
    expect(await codeOf(extract('rar', bytes()))).toBe(code);
  });

  it('never makes a link: of a RAR’s, what comes out is a plain file', async () => {
    expect(await extract('rar', rarBytes([{ path: 'l', content: '/etc/passwd', mode: 0o120777 }]))).toEqual({ l: '/etc/passwd' });
  });

  it('refuses more than the limit before anything is written', async () => {
    const bytes = rarBytes([{ path: 'x', content: 'x'.repeat(2000) }]);
    expect(await codeOf(extract('rar', bytes, { bytes: 1000, members: 10, ratio: 100 }))).toBe('archive.too-large');
    expect(await codeOf(extract('rar', bytes, { bytes: 1e6, members: 0, ratio: 100 }))).toBe('archive.too-large');
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const work = extract('rar', rarBytes([{ path: 'x', content: 'x' }]), FIRMWARE_LIMITS, controller.signal);
    controller.abort();
    expect(await codeOf(work)).toBe('operations.cancelled');
  });
});

describe('parseListing', () => {
  it('reads members, folders, links and encryption', () => {
    const lines = [
      '--',
      'Path = /in/a.7z',
      'Type = 7z',
      '',
      '----------',
      'Path = d',
      'Folder = +',
      'Size = 0',
      'Attributes = D',
      '',
      'Path = d/x = y',
      'Folder = -',
      'Size = 12',
      'Attributes = A -rw-r--r--',
      'Encrypted = -',
      '',
      'Path = l',
      'Size = 3',
      'Attributes = A lrwxrwxrwx',
      'Encrypted = +',
    ];
    expect(parseListing(lines)).toEqual([
      { path: 'd', size: 0, folder: true, encrypted: false, special: false },
      { path: 'd/x = y', size: 12, folder: false, encrypted: false, special: false },
      { path: 'l', size: 3, folder: false, encrypted: true, special: true },
    ]);
  });
  it.each([[[]], [['no dashes', 'Path = x']], [['----------', 'garbage', '']]])('finds nothing in %j', (lines) => {
    expect(parseListing(lines)).toEqual([]);
  });
});

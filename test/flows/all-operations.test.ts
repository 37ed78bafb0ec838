import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_OPERATIONS, expectedTrees, writeAllOperationsServer } from '../builders/all-operations.ts';
import { type TarMember, tarBytes, zipBytes } from '../builders/archives.ts';
import { rarBytes } from '../builders/rar.ts';
import { sha256Of } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

let engine: TestEngine;
let server: StaticServer;
let http: string;
let root: string;

beforeEach(async () => {
  root = temporaryFolder('server');
  server = await startStaticServer(root);
  await writeAllOperationsServer(root, server.url);
  engine = await startTestEngine();
  ({ http } = await engine.serve());
  await engine.client.plugins.setServer({ url: server.url });
  await engine.client.plugins.update(undefined);
  await engine.finished(engine.client.plugins.install({ ids: [ALL_OPERATIONS] }));
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

/** All that is served, as the store has it; each file as a phone gets it. */
async function servedTree(): Promise<Record<string, string>> {
  const database = new Database(path.join(engine.dataDir, 'provdesk.db'), { readonly: true });
  const paths = database.prepare<[], string>('SELECT DISTINCT path FROM served_file ORDER BY path').pluck().all();
  database.close();
  const tree: Record<string, string> = {};
  for (const name of paths) {
    const response = await fetch(`${http}/${name.split('/').map(encodeURIComponent).join('/')}`);
    tree[name] = response.ok ? await response.text() : String(response.status);
  }
  return tree;
}

it('all nine operations, chained and branching, give exactly the tree that the procedure describes', async () => {
  const { plugin, whole, other } = expectedTrees();
  expect(await servedTree()).toEqual(plugin);
  const operation = await engine.finished(engine.client.packages.install({ plugin: ALL_OPERATIONS, packages: ['whole'] }));
  expect(operation.items.map((item) => item.failure)).toEqual([undefined]);
  expect(await servedTree()).toEqual({ ...plugin, ...whole });

  await engine.finished(engine.client.packages.install({ plugin: ALL_OPERATIONS, packages: ['other'] }));
  expect(await servedTree()).toEqual({ ...plugin, ...whole, ...other });

  // What the other package serves as well stays until that one goes too.
  await engine.client.packages.uninstall({ plugin: ALL_OPERATIONS, packages: ['whole'] });
  expect(await servedTree()).toEqual({ ...plugin, ...other });
  await engine.client.packages.uninstall({ plugin: ALL_OPERATIONS, packages: ['other'] });
  expect(await servedTree()).toEqual(plugin);
  await engine.client.plugins.uninstall({ id: ALL_OPERATIONS, clean: true });
  expect(await servedTree()).toEqual({});
  expect(await engine.client.files.usage(undefined)).toMatchObject({ content: 0, unused: 0, partial: 0 });
});

it('a file of the store that the disk has damaged is made whole by the next installation, unpacked ones too', async () => {
  const { plugin, whole } = expectedTrees();
  const install = async () =>
    await engine.finished(engine.client.packages.install({ plugin: ALL_OPERATIONS, packages: ['whole'] }));
  await install();
  const unpacked = path.join(engine.dataDir, 'store', sha256Of(Buffer.from('Deutsch')));
  writeFileSync(unpacked, 'Deutsxh');
  expect((await install()).state).toBe('success');
  expect(await servedTree()).toEqual({ ...plugin, ...whole });
});

describe('a hostile archive among the files of a package is refused by the name of its member, and nothing is left of it', () => {
  const tgz = (...members: TarMember[]) => gzipSync(tarBytes(members));
  const rows: { what: string; file: string; bytes: () => Promise<Buffer> | Buffer; code: string; member?: string }[] = [
    {
      what: 'a RAR whose member is absolute',
      file: 'all.rar',
      bytes: () => rarBytes([{ path: '/etc/x', content: 'x' }]),
      code: 'archive.unsafe-member',
      member: '/etc/x',
    },
    {
      what: 'a tar with a link, within a zip',
      file: 'all.zip',
      bytes: () =>
        zipBytes([
          { path: 'fw/a.rom', content: 'x' },
          { path: 'fw/empty/', content: '' },
          { path: 'langs.tar.gz', content: tgz({ path: 'l', type: 'SymbolicLink', linkpath: '/etc/passwd' }) },
        ]),
      code: 'archive.unsafe-member',
      member: 'l',
    },
    {
      what: 'a signed file with a climbing member',
      file: 'signed.sgn',
      bytes: () => Buffer.concat([Buffer.alloc(100, 's'), tgz({ path: '../../x', content: 'x' })]),
      code: 'archive.unsafe-member',
      member: '../../x',
    },
    {
      what: 'a zip that is a bomb',
      file: 'all.zip',
      bytes: () => zipBytes([{ path: 'fw/bomb.rom', content: Buffer.alloc(80 * 2 ** 20) }]),
      code: 'archive.too-large',
    },
  ];
  it.each(rows)('$what', { timeout: 60_000 }, async ({ file, bytes, code, member }) => {
    await writeAllOperationsServer(root, server.url, '1.1', { [file]: await bytes() });
    await engine.client.plugins.update(undefined);
    await engine.finished(engine.client.plugins.upgrade({ ids: [ALL_OPERATIONS] }));
    const before = { files: filesOf(engine.dataDir), tree: await servedTree() };
    const operation = await engine.finished(engine.client.packages.install({ plugin: ALL_OPERATIONS, packages: ['whole'] }));
    expect(operation.items.map((item) => item.failure)).toMatchObject([{ code, ...(member ? { facts: { member } } : {}) }]);
    expect({ files: filesOf(engine.dataDir), tree: await servedTree() }).toEqual(before);
  });
});

/** Every file but the database's and the log's, with its digest. */
function filesOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.db|engine\.|\.log/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((filePath) => `${path.relative(dir, filePath)} ${sha256Of(readFileSync(filePath))}`)
    .sort();
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/shared/contract/operations.ts';
import { failureOf } from '../builders/coded-failure.ts';
import { runCliJson } from '../builders/run-cli.ts';
import { publishPlugins, type SmallPlugin } from '../builders/small-plugins.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

const PLUGINS: SmallPlugin[] = [
  { id: 'installed', packages: { 'a-fw': ['a.rom', 'shared.rom'] } },
  { id: 'offered', packages: { 'b-fw': ['b.rom', 'shared.rom'], 'c-fw': ['c.rom', 'gone.rom', 'moved.rom'] } },
  { id: 'unreadable', packages: {}, archive: Buffer.from('this is no archive, but it is the one announced') },
];

let engine: TestEngine;
let server: StaticServer;
let root: string;

beforeEach(async () => {
  root = temporaryFolder('server');
  server = await startStaticServer(root);
  publishPlugins(root, server.url, PLUGINS, { declared: { 'c.rom': 999 } });
  rmSync(path.join(root, 'gone.rom'));
  server.faults.set('moved.rom', { kind: 'redirect', to: '/b.rom' });
  engine = await startTestEngine();
  await engine.client.plugins.setServer({ url: server.url });
  await engine.client.plugins.update(undefined);
  await engine.finished(engine.client.plugins.install({ ids: ['installed'] }));
  server.requests.length = 0;
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

const check = () => engine.finished(engine.client.links.check({ catalogue: true }));
const list = async () =>
  Object.fromEntries(
    (await engine.client.links.list({ catalogue: true })).map(({ plugin, file, state, failure, installed }) => [
      `${plugin} ${file}`,
      [failure?.code ?? state, installed],
    ]),
  );
const fileOf = (item: Operation['items'][number]) => item.plugin ?? item.id.split('/').at(-1);

describe('the links of the whole catalogue', () => {
  it('are those of what is installed and of what the server offers, each asked once without a download', async () => {
    const operation = await check();
    expect(operation).toMatchObject({ kind: 'links.check', state: 'partial', scope: { catalogue: true } });
    expect(Object.fromEntries(operation.items.map((item) => [fileOf(item), item.failure?.code ?? item.state]))).toEqual({
      offered: 'success',
      unreadable: 'archive.unreadable',
      'a.rom': 'success',
      'b.rom': 'success',
      'c.rom': 'packages.size-mismatch',
      'gone.rom': 'source.status',
      'moved.rom': 'success',
      'shared.rom': 'success',
    });
    expect(await list()).toEqual({
      'installed a.rom': ['alive', true],
      'installed shared.rom': ['alive', true],
      'offered b.rom': ['alive', false],
      'offered c.rom': ['packages.size-mismatch', false],
      'offered gone.rom': ['source.status', false],
      'offered moved.rom': ['alive', false],
      'offered shared.rom': ['alive', false],
    });
    const firmware = server.requests.filter((request) => request.path.endsWith('.rom'));
    expect(firmware.filter((request) => request.path === 'shared.rom')).toEqual([
      { method: 'HEAD', path: 'shared.rom', range: undefined },
    ]);
    // Where HEAD says no, one byte is asked for as a download would be.
    expect(firmware.filter(({ method }) => method === 'GET').map(({ path: name, range }) => [name, range])).toEqual(
      expect.arrayContaining([
        ['c.rom', 'bytes=0-0'],
        ['gone.rom', 'bytes=0-0'],
      ]),
    );
    expect(firmware.some(({ method, range }) => method === 'GET' && range === undefined)).toBe(false);
  });

  it('need nothing installed: archives are read, kept in the store, and nothing is published', async () => {
    await check();
    const catalogue = await engine.client.plugins.catalogue(undefined);
    expect(catalogue.filter((plugin) => plugin.installedVersion !== undefined).map(({ id }) => id)).toEqual(['installed']);
    expect((await engine.client.files.usage(undefined)).unused).toBeGreaterThan(0);
    // What was read is not read again, and an installation finds the archive in the store.
    server.requests.length = 0;
    expect((await check()).items.map(fileOf)).not.toContain('offered');
    const operation = await engine.finished(engine.client.plugins.install({ ids: ['offered'] }));
    expect([operation.state, operation.bytes]).toEqual(['success', 0]);
    expect(server.requests.filter((request) => request.path.startsWith('offered'))).toEqual([]);
  });

  it('are gone on with: what was alive is not asked again', async () => {
    const operation = await check();
    writeFileSync(path.join(root, 'gone.rom'), Buffer.alloc(1000));
    server.requests.length = 0;
    const again = await engine.finished(engine.client.operations.retryFailed({ id: operation.id }));
    expect(Object.fromEntries(again.items.map((item) => [fileOf(item), item.failure?.code ?? item.state]))).toEqual({
      unreadable: 'archive.unreadable',
      'c.rom': 'packages.size-mismatch',
      'gone.rom': 'success',
    });
    expect(server.requests.some((request) => request.path === 'a.rom')).toBe(false);
  });

  it('of one plugin that is not installed can be asked alone', async () => {
    const operation = await engine.finished(engine.client.links.check({ plugin: 'offered', catalogue: true }));
    expect(operation.items.map(fileOf)).not.toContain('a.rom');
    expect((await engine.client.links.list({ plugin: 'offered', catalogue: true })).length).toBe(5);
    expect((await failureOf(engine.client.links.check({ plugin: 'offered' }))).code).toBe('plugins.not-installed');
    expect((await failureOf(engine.client.links.check({ plugin: 'nope', catalogue: true }))).code).toBe('plugins.unknown');
  });

  it('tell a broken entry of the index as an item that failed', async () => {
    publishPlugins(root, server.url, PLUGINS.slice(0, 1));
    const index = JSON.stringify({ ...indexOf(root), broken: { version: '1' } });
    writeFileSync(path.join(root, 'plugins.db'), index);
    await engine.client.plugins.update(undefined);
    const operation = await check();
    expect(operation.items.find((item) => item.id === 'broken')?.failure?.code).toBe('plugins.entry-invalid');
    expect(
      operation.items
        .filter((item) => item.state === 'success')
        .map(fileOf)
        .sort(),
    ).toEqual(['a.rom', 'shared.rom']);
  });

  it('are judged by what each plugin declares, where two declare another size of one address', async () => {
    publishPlugins(root, server.url, [PLUGINS[0] ?? { id: '', packages: {} }, { id: 'older', packages: { 'a-fw': ['a.rom'] } }], {
      declared: { 'a.rom': 900 },
    });
    await engine.client.plugins.update(undefined);
    await check();
    expect(await list()).toMatchObject({ 'installed a.rom': ['alive', true], 'older a.rom': ['packages.size-mismatch', false] });
  });

  it('are refused without a list of plugins', async () => {
    const empty = await startTestEngine();
    expect((await failureOf(empty.client.links.check({ catalogue: true }))).code).toBe('plugins.no-server');
    expect(await empty.client.links.list({ catalogue: true })).toEqual([]);
    await empty.stop();
  });

  it('are cancelled as a whole while an archive is fetched, and gone on with as a whole', async () => {
    const [archive = ''] = server.asked.filter((name) => name.startsWith('installed-1.'));
    server.faults.set(archive.replace('installed', 'offered'), { kind: 'stall', after: 10 });
    const { operation } = await engine.client.links.check({ catalogue: true });
    await expect
      .poll(
        async () =>
          (await engine.client.operations.get({ id: operation })).items.find(({ id }) => id === 'offered')?.files[0]?.done,
      )
      .toBe(10);
    await engine.client.operations.cancel({ id: operation });
    expect((await engine.finished(Promise.resolve({ operation }))).state).toBe('cancelled');
    server.faults.delete(archive.replace('installed', 'offered'));
    const again = await engine.finished(engine.client.operations.retryFailed({ id: operation }));
    expect(again.items.filter((item) => item.plugin === undefined)).toHaveLength(6);
  });
});

it('the command line checks the catalogue, and lists what is known of it', async () => {
  await engine.stop();
  expect(await runCliJson(engine.dataDir, 'links', 'check', '--catalogue')).toMatchObject({
    status: 3,
    document: { dead: 2, unreadable: [{ plugin: 'unreadable', failure: { code: 'archive.unreadable' } }] },
  });
  const known = await runCliJson(engine.dataDir, 'links', 'list', 'offered', '--catalogue');
  expect(known).toMatchObject({ status: 0, document: { dead: 2 } });
  expect(known.document.links).toHaveLength(5);
  expect(await runCliJson(engine.dataDir, 'links', 'check', 'installed')).toMatchObject({ status: 0, document: { dead: 0 } });
  engine = await startTestEngine({ dataDir: engine.dataDir });
});

function indexOf(folder: string): object {
  return JSON.parse(readFileSync(path.join(folder, 'plugins.db'), 'utf8')) as object;
}

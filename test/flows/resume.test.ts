import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../builders/coded-failure.ts';
import { runCliJson, spawnCli } from '../builders/run-cli.ts';
import { publishPlugins, type SmallPlugin } from '../builders/small-plugins.ts';
import { sha1Of, sha256Of, syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

const BYTES = 400_000;
const PLUGINS: SmallPlugin[] = [
  { id: 'one', packages: { 'a-fw': ['a.rom'], 'b-fw': ['b.rom', 'shared.rom'] } },
  { id: 'two', packages: { 'c-fw': ['c.rom', 'shared.rom'], 'd-fw': ['d.rom'] } },
];
const FILES = ['a-fw/a.rom', 'b-fw/b.rom', 'b-fw/shared.rom', 'c-fw/c.rom', 'c-fw/shared.rom', 'd-fw/d.rom'];

let server: StaticServer;
let dataDir: string;

beforeEach(async () => {
  const root = temporaryFolder('server');
  server = await startStaticServer(root);
  server.ranges = true;
  publishPlugins(root, server.url, PLUGINS, { bytesOf: () => BYTES });
  const engine = await startTestEngine();
  ({ dataDir } = engine);
  await engine.client.plugins.setServer({ url: server.url });
  await engine.client.plugins.update(undefined);
  await engine.finished(engine.client.plugins.install({ ids: ['one', 'two'] }));
  await engine.stop();
  server.requests.length = 0;
});
afterEach(() => server.stop());
afterAll(removeTemporaryFolders);

/** Starts install-all as a process of its own and kills it with SIGKILL once its progress says `when`. */
async function killInstallAll(when: (progress: string) => boolean): Promise<void> {
  const child = spawnCli(dataDir, ['packages', 'install-all', '--everything', '--json']);
  let progress = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    progress += chunk.toString();
    if (when(progress)) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.on('close', resolve));
}

async function checkAllServed(engine: TestEngine): Promise<void> {
  const { http } = await engine.serve();
  for (const file of FILES) {
    const bytes = Buffer.from(await (await fetch(`${http}/${file}`)).arrayBuffer());
    expect([file, sha256Of(bytes)]).toEqual([file, sha256Of(syntheticFirmware(path.basename(file), BYTES))]);
  }
  expect(readdirSync(path.join(dataDir, 'partial'))).toEqual([]);
}

const asksOf = (name: string) => server.requests.filter((request) => request.path === name).map(({ range }) => range);

describe('an engine that was killed in the middle', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    server.faults.set('b.rom', { kind: 'stall', after: 150_000 });
    // Killed once everything that can be there is, and some of what stalls.
    await killInstallAll((progress) => /"done":3,"total":4/.test(progress) && /"b\.rom","done":150000/.test(progress));
    server.faults.clear();
  });

  it('leaves an operation with its items, files and bytes, and a resume does the rest from where it was', async () => {
    const before = existsSync(path.join(dataDir, 'partial')) ? readdirSync(path.join(dataDir, 'partial')) : [];
    expect(before.filter((name) => !name.endsWith('.json'))).toHaveLength(1);
    const resumed = await runCliJson(dataDir, 'packages', 'resume');
    expect(resumed).toMatchObject({ status: 0, document: { installed: ['b-fw'], failed: [], bytes: BYTES - 150_000 } });
    expect(['a.rom', 'c.rom', 'd.rom', 'shared.rom'].map(asksOf)).toEqual([[undefined], [undefined], [undefined], [undefined]]);
    expect(asksOf('b.rom')).toEqual([undefined, 'bytes=150000-']);
    const engine = await startTestEngine({ dataDir });
    const [second, first] = await engine.client.operations.list(undefined);
    expect(first).toMatchObject({ state: 'interrupted', scope: {} });
    expect(first?.items.map((item) => item.failure?.code ?? item.state).sort()).toEqual([
      'operations.interrupted',
      'success',
      'success',
      'success',
    ]);
    expect(first?.items.find((item) => item.id === 'b-fw')?.files.map(({ name, total }) => [name, total])).toEqual([
      ['b.rom', BYTES],
      ['shared.rom', BYTES],
    ]);
    expect(second).toMatchObject({ continues: first?.id, state: 'success', kind: 'packages.install-all', scope: {} });
    await checkAllServed(engine);
    await engine.stop();
    expect(await runCliJson(dataDir, 'packages', 'resume')).toMatchObject({
      status: 1,
      document: { failure: { code: 'operations.none-unfinished' } },
    });
  });

  it('installs nothing twice that was published before its end could be told, and does not tell it as its own', async () => {
    // As if the record of the first items had not reached the disk.
    const database = new Database(path.join(dataDir, 'provdesk.db'));
    const row = database
      .prepare<[], { id: string; operation: string }>("SELECT id, operation FROM operation WHERE state = 'running'")
      .get();
    const operation = JSON.parse(row?.operation ?? '{}') as { items: { state: string; plugin: string }[] };
    for (const item of operation.items) item.state = 'waiting';
    database.prepare('UPDATE operation SET operation = ? WHERE id = ?').run(JSON.stringify(operation), row?.id);
    database.close();
    const engine = await startTestEngine({ dataDir });
    const installedAt = async () =>
      Object.fromEntries(
        (await Promise.all(['one', 'two'].map((plugin) => engine.client.packages.list({ plugin }))))
          .flat()
          .map(({ id, installedAt: at }) => [id, at]),
      );
    const former = await installedAt();
    const [first] = await engine.client.operations.list(undefined);
    const again = await engine.finished(engine.client.operations.retryFailed({ id: first?.id ?? '' }));
    expect([again.state, again.bytes]).toEqual(['success', BYTES - 150_000]);
    expect(again.items.map((item) => item.id)).toEqual(['b-fw']);
    const { 'b-fw': _, ...others } = await installedAt();
    const { 'b-fw': absent, ...same } = former;
    expect([others, absent]).toEqual([same, undefined]);
    await checkAllServed(engine);
    await engine.stop();
  });
});

it('what was cancelled is gone on with, and what is gone since fails by itself', async () => {
  const engine = await startTestEngine({ dataDir, network: { stallMs: 20_000, backOffMs: 5 } });
  server.faults.set('d.rom', { kind: 'stall', after: 100_000 });
  server.faults.set('b.rom', { kind: 'stall', after: 100_000 });
  const { operation } = await engine.client.packages.installAll({});
  await expect
    .poll(async () =>
      (await engine.client.operations.get({ id: operation })).items.flatMap(({ files }) => files.map(({ done }) => done)),
    )
    .toEqual(expect.arrayContaining([100_000]));
  expect((await failureOf(engine.client.operations.retryFailed({ id: operation }))).code).toBe('operations.nothing-to-retry');
  await engine.client.operations.cancel({ id: operation });
  const cancelled = await engine.finished(Promise.resolve({ operation }));
  expect(cancelled.state).toBe('cancelled');
  server.faults.clear();
  await engine.client.plugins.uninstall({ id: 'two' });
  const again = await engine.finished(engine.client.operations.retryFailed({ id: operation }));
  const states = Object.fromEntries(again.items.map((item) => [item.id, item.failure?.code ?? item.state]));
  expect(states).toMatchObject({ 'b-fw': 'success', 'd-fw': 'plugins.not-installed' });
  expect(again.state).toBe('partial');
  await engine.stop();
});

describe('a download that had ended when the engine was killed, but was not checked', () => {
  const leave = (bytes: Buffer) => {
    const key = path.join(dataDir, 'partial', `${sha1Of(syntheticFirmware('a.rom', BYTES))}-${BYTES}`);
    writeFileSync(key, bytes);
    writeFileSync(`${key}.json`, JSON.stringify({ url: `${server.url}a.rom`, validator: `"${BYTES}"` }));
  };
  it.each([
    { what: 'is used without asking for it again', bytes: syntheticFirmware('a.rom', BYTES), asks: [], fetched: 0 },
    { what: 'is fetched anew where it is not the file', bytes: Buffer.alloc(BYTES), asks: [undefined], fetched: BYTES },
  ])('$what', async ({ bytes, asks, fetched }) => {
    leave(bytes);
    const engine = await startTestEngine({ dataDir });
    const operation = await engine.finished(engine.client.packages.install({ plugin: 'one', packages: ['a-fw'] }));
    expect([operation.state, operation.bytes, asksOf('a.rom')]).toEqual(['success', fetched, asks]);
    expect(readdirSync(path.join(dataDir, 'partial'))).toEqual([]);
    await engine.stop();
  });
});

it('an operation that an earlier version stored is shown, and gone on with', async () => {
  const database = new Database(path.join(dataDir, 'provdesk.db'));
  const stored = {
    id: 'old',
    kind: 'packages.install-all',
    plugin: 'one',
    state: 'running',
    startedAt: 1,
    items: [
      { id: 'a-fw', state: 'success', files: [] },
      { id: 'b-fw', state: 'downloading', files: [{ name: 'b.rom', done: 5, total: BYTES, state: 'downloading' }] },
    ],
    bytes: 5,
    revision: 3,
  };
  const add = database.prepare('INSERT INTO operation (id, started_at, state, operation) VALUES (?, 1, ?, ?)');
  add.run('old', 'running', JSON.stringify(stored));
  add.run('broken', 'success', JSON.stringify({ id: 'broken' }));
  database.close();
  const engine = await startTestEngine({ dataDir });
  expect(await engine.client.operations.get({ id: 'old' })).toMatchObject({ state: 'interrupted', bytes: 5, bytesHere: 0 });
  const again = await engine.finished(engine.client.operations.retryFailed({ id: 'old' }));
  expect([again.state, again.items.map(({ plugin, id }) => [plugin, id])]).toEqual(['success', [['one', 'b-fw']]]);
  await engine.stop();
});

it('the command line goes on with the operation that is named', async () => {
  server.faults.set('b.rom', { kind: 'status', status: 404 });
  const first = await runCliJson(dataDir, 'packages', 'install-all', 'one');
  expect(first).toMatchObject({ status: 3, document: { installed: ['a-fw'] } });
  server.faults.clear();
  expect(await runCliJson(dataDir, 'packages', 'resume', String(first.document.operation))).toMatchObject({
    status: 0,
    document: { installed: ['b-fw'], bytesHere: 0 },
  });
  expect(await runCliJson(dataDir, 'packages', 'resume', 'nope')).toMatchObject({
    status: 1,
    document: { failure: { code: 'operations.unknown' } },
  });
});

it('the command line goes on with nothing that was installed by other operations in the meantime', {
  timeout: 60_000,
}, async () => {
  server.faults.set('b.rom', { kind: 'status', status: 404 });
  await runCliJson(dataDir, 'packages', 'install', 'one', 'b-fw');
  await runCliJson(dataDir, 'packages', 'install-all', 'one');
  server.faults.set('d.rom', { kind: 'status', status: 404 });
  await runCliJson(dataDir, 'packages', 'install', 'two', 'd-fw');
  server.faults.clear();
  expect(await runCliJson(dataDir, 'packages', 'install', 'one', 'b-fw')).toMatchObject({ status: 0 });
  expect(await runCliJson(dataDir, 'packages', 'resume')).toMatchObject({ status: 0, document: { installed: ['d-fw'] } });
  expect(await runCliJson(dataDir, 'packages', 'resume')).toMatchObject({
    status: 1,
    document: { failure: { code: 'operations.none-unfinished' } },
  });
});

it('a plugin that could not be read and was mended and installed since is nothing to go on with', {
  timeout: 60_000,
}, async () => {
  const [generation = ''] = readdirSync(path.join(dataDir, 'plugins', 'two'));
  rmSync(path.join(dataDir, 'plugins', 'two', generation, 'plugin-info'));
  expect(await runCliJson(dataDir, 'packages', 'install-all', '--everything')).toMatchObject({
    status: 3,
    document: { failed: [{ id: 'two' }] },
  });
  expect(await runCliJson(dataDir, 'plugins', 'install', 'two', '--refetch')).toMatchObject({ status: 0 });
  expect(await runCliJson(dataDir, 'packages', 'install-all', 'two')).toMatchObject({ status: 0 });
  expect(await runCliJson(dataDir, 'packages', 'resume')).toMatchObject({
    status: 1,
    document: { failure: { code: 'operations.none-unfinished' } },
  });
});

import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../builders/coded-failure.ts';
import { buildPluginServer } from '../builders/plugin-server.ts';
import { DEMO_PLUGIN } from '../builders/provd-metadata.ts';
import { runCli, runCliJson } from '../builders/run-cli.ts';
import { publishPlugins, type SmallPlugin } from '../builders/small-plugins.ts';
import { syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

const KB = 1000;
const PLUGINS: SmallPlugin[] = [
  { id: 'one', packages: { 'a-fw': ['a.rom'], 'b-fw': ['b.rom'] } },
  { id: 'two', packages: { 'c-fw': ['c.rom', 'shared.rom'], 'd-fw': ['d.rom', 'shared.rom'] } },
];

let engine: TestEngine;
let server: StaticServer;
let root: string;

beforeEach(async () => {
  root = temporaryFolder('server');
  server = await startStaticServer(root);
  server.ranges = true;
  publishPlugins(root, server.url, PLUGINS, { bytesOf: () => 100 * KB });
  engine = await startTestEngine({ network: { stallMs: 20_000, backOffMs: 5 } });
  await engine.client.plugins.setServer({ url: server.url });
  await engine.client.plugins.update(undefined);
  await engine.finished(engine.client.plugins.install({ ids: ['one', 'two'] }));
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

const usage = () => engine.client.files.usage(undefined);
const install = (plugin: string, ...packages: string[]) => engine.finished(engine.client.packages.install({ plugin, packages }));
/** Bytes of the plugins' archives, which are in the store too. */
const archives = async () => (await usage()).content;
const limitTo = (bytes: number) => engine.client.files.setLimit({ bytes });
const stored = () =>
  readdirSync(path.join(engine.dataDir, 'store')).reduce(
    (sum, name) => sum + statSync(path.join(engine.dataDir, 'store', name)).size,
    0,
  );

describe('a limit', () => {
  it('is none at first, is kept over a restart, and can be taken away', async () => {
    expect((await usage()).limit).toBeNull();
    expect((await limitTo(5_000_000)).limit).toBe(5_000_000);
    await engine.stop();
    engine = await startTestEngine({ dataDir: engine.dataDir });
    expect((await usage()).limit).toBe(5_000_000);
    expect((await engine.client.files.setLimit({ bytes: null })).limit).toBeNull();
  });

  it.each([0, -1, 1.5])('of %s bytes is no limit', async (bytes) => {
    expect((await failureOf(engine.client.files.setLimit({ bytes }))).code).toBe('contract.invalid-input');
  });

  it('that is reached refuses the installation before anything is begun, and says how much is over', async () => {
    const base = await archives();
    await limitTo(base + 250 * KB);
    const plan = await engine.client.packages.plan({});
    expect(plan).toMatchObject({ toFetch: 500 * KB, limit: base + 250 * KB, overLimit: 250 * KB, fits: false });
    server.asked.length = 0;
    expect(await failureOf(engine.client.packages.installAll({}))).toEqual({
      code: 'store.limit-reached',
      facts: { over: 250 * KB, limit: base + 250 * KB },
    });
    expect([server.asked, (await engine.client.operations.list(undefined)).length]).toEqual([[], 1]);
    // Nobody is left as busy, and what fits is installed.
    expect((await install('one', 'a-fw', 'b-fw')).state).toBe('success');
  });

  it('counts a file that packages share once: what just fits is installed', async () => {
    await limitTo((await archives()) + 300 * KB);
    expect((await engine.finished(engine.client.packages.installAll({ plugin: 'two' }))).state).toBe('success');
  });

  it('makes room of what is unused, the oldest first, and of no more than is needed', async () => {
    await install('one', 'a-fw');
    await install('one', 'b-fw');
    await engine.client.packages.uninstall({ plugin: 'one', packages: ['a-fw', 'b-fw'] });
    const { content, unused } = await usage();
    expect(unused).toBe(200 * KB);
    await limitTo(content + 100 * KB);
    expect((await install('two', 'c-fw')).state).toBe('success');
    expect(await usage()).toMatchObject({ content: content + 100 * KB, unused: 100 * KB });
    const states = (await engine.client.packages.list({ plugin: 'one' })).map(({ id, files }) => [id, files[0]?.state]);
    expect(states).toEqual([
      ['a-fw', 'remote'],
      ['b-fw', 'here'],
    ]);
    expect(stored()).toBe(content + 100 * KB);
  });

  it('does not make room of what the same installation uses', async () => {
    await install('one', 'a-fw');
    await engine.client.packages.uninstall({ plugin: 'one', packages: ['a-fw'] });
    await limitTo((await usage()).content);
    expect((await engine.client.packages.plan({ plugin: 'one' })).overLimit).toBe(100 * KB);
    expect((await failureOf(engine.client.packages.installAll({ plugin: 'one' }))).facts.over).toBe(100 * KB);
    expect(await install('one', 'a-fw')).toMatchObject({ state: 'success', bytes: 0, bytesHere: 100 * KB });
  });

  it('below what is in use is taken and said; the next installation is refused until there is room', async () => {
    await install('one', 'a-fw');
    const { content } = await usage();
    expect(await limitTo(content - 50 * KB)).toMatchObject({ content, limit: content - 50 * KB });
    expect((await failureOf(engine.client.packages.installAll({ plugin: 'one' }))).facts.over).toBe(150 * KB);
    const { http } = await engine.serve();
    expect((await (await fetch(`${http}/a-fw/a.rom`)).arrayBuffer()).byteLength).toBe(100 * KB);
    await engine.client.packages.uninstall({ plugin: 'one', packages: ['a-fw'] });
    // The server's b.rom in place of a.rom, which is unused now.
    await limitTo(content);
    expect((await install('one', 'b-fw')).state).toBe('success');
    expect((await usage()).content).toBe(content);
  });

  it('counts downloads that were begun, and gives up those that nobody goes on with', async () => {
    server.faults.set('a.rom', { kind: 'stall', after: 60 * KB });
    const { operation } = await engine.client.packages.install({ plugin: 'one', packages: ['a-fw'] });
    await expect.poll(async () => (await engine.client.operations.get({ id: operation })).items[0]?.files[0]?.done).toBe(60 * KB);
    await engine.client.operations.cancel({ id: operation });
    await engine.finished(Promise.resolve({ operation }));
    server.faults.clear();
    const { content, partial } = await usage();
    expect(partial).toBeGreaterThanOrEqual(60 * KB);
    // Going on with it needs only what is not here yet.
    await limitTo(content + 100 * KB);
    expect((await engine.client.packages.plan({ plugin: 'one', models: ['a'] })).overLimit).toBe(0);
    expect((await install('one', 'b-fw')).state).toBe('success');
    expect(await usage()).toMatchObject({ content: content + 100 * KB, partial: 0 });
  });

  it('that is lowered while something is installed takes no room back, and gives no more', async () => {
    await engine.stop();
    // Given up soon, and gone on with by Range.
    engine = await startTestEngine({ dataDir: engine.dataDir, network: { stallMs: 1000, backOffMs: 5 } });
    for (const name of ['a.rom', 'b.rom']) server.faults.set(name, { kind: 'stall', after: 10 * KB });
    const { operation } = await engine.client.packages.install({ plugin: 'one', packages: ['a-fw', 'b-fw'] });
    await expect
      .poll(async () =>
        (await engine.client.operations.get({ id: operation })).items.every(({ files }) => (files[0]?.done ?? 0) >= 10 * KB),
      )
      .toBe(true);
    await limitTo((await usage()).content + 150 * KB);
    server.faults.clear();
    expect((await engine.finished(Promise.resolve({ operation }))).state).toBe('success');
    expect((await failureOf(engine.client.packages.installAll({ plugin: 'two' }))).facts.over).toBe(350 * KB);
  });

  it('that unpacked files pass fails that package alone, publishes nothing of it, and leaves no temporary file', async () => {
    const plugin = path.basename(DEMO_PLUGIN);
    await buildPluginServer({ sources: [DEMO_PLUGIN], root, url: server.url });
    await engine.client.plugins.update(undefined);
    await engine.finished(engine.client.plugins.install({ ids: [plugin] }));
    const { content } = await usage();
    const packages = await engine.client.packages.list({ plugin });
    const packed = packages.find(({ id }) => id === 'T5-lang')?.size ?? 0;
    await limitTo(content + packed + 100);
    const operation = await engine.finished(engine.client.packages.install({ plugin, packages: ['T5-lang'] }));
    expect(operation.items[0]?.failure).toMatchObject({ code: 'store.limit-reached', facts: { limit: content + packed + 100 } });
    expect((await engine.client.packages.list({ plugin })).map(({ installedVersion }) => installedVersion)).toEqual(Array(4));
    expect(readdirSync(path.join(engine.dataDir, 'tmp'))).toEqual([]);
    await engine.client.files.setLimit({ bytes: null });
    // What was fetched is still here, and used.
    expect(await engine.finished(engine.client.operations.retryFailed({ id: operation.id }))).toMatchObject({
      state: 'success',
      bytes: 0,
      bytesHere: packed,
    });
  });

  it('holds for what is brought', async () => {
    await limitTo((await usage()).content + 50 * KB);
    const brought = path.join(temporaryFolder('brought'), 'a.rom');
    writeFileSync(brought, syntheticFirmware('a.rom', 100 * KB));
    expect((await failureOf(engine.client.files.add({ paths: [brought] }))).code).toBe('store.limit-reached');
    expect(readdirSync(path.join(engine.dataDir, 'tmp'))).toEqual([]);
  });
});

it('the command line gets and sets it, and says where it is below what is there', async () => {
  await engine.stop();
  const { dataDir } = engine;
  expect(await runCliJson(dataDir, 'files', 'limit')).toMatchObject({ status: 0, document: { limit: null } });
  expect(await runCliJson(dataDir, 'files', 'limit', '20GB')).toMatchObject({ status: 0, document: { limit: 20e9 } });
  expect(await runCliJson(dataDir, 'files', 'usage')).toMatchObject({ document: { limit: 20e9 } });
  expect((await runCli(dataDir, 'files', 'limit', 'plenty')).status).toBe(2);
  expect((await runCli(dataDir, 'files', 'limit', '10B')).stdout).toMatch(/below what is there/);
  const refused = await runCliJson(dataDir, 'packages', 'install-all', '--everything');
  expect(refused).toMatchObject({ status: 1, document: { failure: { code: 'store.limit-reached', limit: 10 } } });
  expect(await runCliJson(dataDir, 'files', 'limit', 'none')).toMatchObject({ status: 0, document: { limit: null } });
  engine = await startTestEngine({ dataDir });
});

import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation, PackageScope } from '../../src/shared/contract/operations.ts';
import { failureOf } from '../builders/coded-failure.ts';
import { runCli, runCliJson } from '../builders/run-cli.ts';
import { publishPlugins, type SmallPlugin } from '../builders/small-plugins.ts';
import { sha256Of, syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

/** `shared.rom` is wanted by two plugins; the packages are named for models. */
const PLUGINS: SmallPlugin[] = [
  { id: 'acme-1', vendor: 'Acme', packages: { 'D10-fw': ['d10.rom', 'shared.rom'], 'D20-fw': ['d20.rom'] } },
  { id: 'acme-2', vendor: 'Acme', packages: { 'D30-fw': ['d30.rom'] } },
  { id: 'bell-1', vendor: 'Bell', packages: { 'D10-lang': ['lang.rom', 'shared.rom'], 'B7-fw': ['b7.rom'] } },
];

let engine: TestEngine;
let server: StaticServer;
let root: string;

beforeEach(async () => {
  root = temporaryFolder('server');
  server = await startStaticServer(root);
  publishPlugins(root, server.url, PLUGINS);
  // What stalls here stays under way until it is cancelled.
  engine = await startTestEngine({ network: { stallMs: 20_000, backOffMs: 5 } });
  await engine.client.plugins.setServer({ url: server.url });
  await engine.client.plugins.update(undefined);
  await engine.finished(engine.client.plugins.install({ ids: PLUGINS.map(({ id }) => id) }));
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

const namesOf = ({ items }: Pick<Operation, 'items'>) => items.map((item) => `${item.plugin ?? '?'} ${item.id}`).sort();
const installAll = (scope: PackageScope) => engine.finished(engine.client.packages.installAll(scope));

/** Makes an installed plugin one whose folder can no longer be read. */
async function breakPlugin(id: string): Promise<void> {
  await engine.stop();
  const [generation = ''] = readdirSync(path.join(engine.dataDir, 'plugins', id));
  rmSync(path.join(engine.dataDir, 'plugins', id, generation, 'plugin-info'));
  engine = await startTestEngine({ dataDir: engine.dataDir });
}

describe('a scope', () => {
  const everything = ['acme-1 D10-fw', 'acme-1 D20-fw', 'acme-2 D30-fw', 'bell-1 B7-fw', 'bell-1 D10-lang'];
  const rows: { scope: PackageScope; expected: string[] }[] = [
    { scope: {}, expected: everything },
    { scope: { plugin: 'acme-1' }, expected: ['acme-1 D10-fw', 'acme-1 D20-fw'] },
    { scope: { vendor: 'acme' }, expected: ['acme-1 D10-fw', 'acme-1 D20-fw', 'acme-2 D30-fw'] },
    { scope: { models: ['D10'] }, expected: ['acme-1 D10-fw', 'bell-1 D10-lang'] },
    { scope: { vendor: 'Bell', models: ['D10', 'B7'] }, expected: ['bell-1 B7-fw', 'bell-1 D10-lang'] },
  ];
  it.each(rows)('$scope is planned and installed as the same packages', async ({ scope, expected }) => {
    const plan = await engine.client.packages.plan(scope);
    expect(plan.packages.map(({ plugin, id }) => `${plugin} ${id}`).sort()).toEqual(expected);
    const operation = await installAll(scope);
    expect(operation).toMatchObject({ kind: 'packages.install-all', state: 'success', scope, bytes: plan.toFetch, bytesHere: 0 });
    expect([operation.plugin, namesOf(operation)]).toEqual([scope.plugin, expected]);
    expect((await engine.client.packages.plan(scope)).packages).toEqual([]);
  });

  const nothing: { scope: PackageScope; code: string }[] = [
    { scope: { plugin: 'nope' }, code: 'plugins.not-installed' },
    { scope: { vendor: 'Nobody' }, code: 'plugins.none-of-vendor' },
    { scope: { models: ['Z9'] }, code: 'packages.none-for-models' },
    { scope: { plugin: 'bell-1', models: ['Z9'] }, code: 'packages.none' },
  ];
  it.each(nothing)('$scope means nothing: $code', async ({ scope, code }) => {
    expect((await failureOf(engine.client.packages.installAll(scope))).code).toBe(code);
  });

  it('of everything means nothing where no plugin is installed', async () => {
    const empty = await startTestEngine();
    expect((await failureOf(empty.client.packages.installAll({}))).code).toBe('plugins.none-installed');
    expect((await empty.client.packages.plan({})).packages).toEqual([]);
    await empty.stop();
  });
});

describe('several plugins at once', () => {
  it('fetch a file that they share once, and each serves it', async () => {
    await installAll({});
    expect(server.asked.filter((name) => name === 'shared.rom')).toHaveLength(1);
    const { http } = await engine.serve();
    const expected = sha256Of(syntheticFirmware('shared.rom', 1000));
    for (const at of ['D10-fw', 'D10-lang']) {
      expect(sha256Of(Buffer.from(await (await fetch(`${http}/${at}/shared.rom`)).arrayBuffer()))).toBe(expected);
    }
  });

  it('count what was here apart from what came', async () => {
    await installAll({ plugin: 'acme-1' });
    expect(await installAll({ plugin: 'bell-1' })).toMatchObject({ bytes: 2000, bytesHere: 1000 });
  });

  it('do not stop for one that cannot be read: that is an item that failed, and the plan tells it', async () => {
    await breakPlugin('acme-2');
    expect(await engine.client.packages.plan({})).toMatchObject({
      unreadable: [{ plugin: 'acme-2', problem: { code: 'plugins.info-invalid' } }],
    });
    const operation = await installAll({ vendor: 'Acme' });
    expect(operation.state).toBe('partial');
    const states = Object.fromEntries(operation.items.map((item) => [item.id, item.failure?.code ?? item.state]));
    expect(states).toEqual({ 'D10-fw': 'success', 'D20-fw': 'success', 'acme-2': 'plugins.info-invalid' });
    // Mended in the meantime, it brings what is left of it.
    await engine.finished(engine.client.plugins.install({ ids: ['acme-2'], refetch: true }));
    const again = await engine.finished(engine.client.operations.retryFailed({ id: operation.id }));
    expect([again.state, again.continues, namesOf(again)]).toEqual(['success', operation.id, ['acme-2 D30-fw']]);
  });

  it('do not stop for a file that is missing, a dead link, or one that is busy', async () => {
    server.faults.set('d30.rom', { kind: 'stall', after: 10 });
    const { operation: slow } = await engine.client.packages.installAll({ plugin: 'acme-2' });
    server.faults.set('b7.rom', { kind: 'status', status: 404 });
    const operation = await installAll({});
    const states = Object.fromEntries(operation.items.map((item) => [item.id, item.failure?.code ?? item.state]));
    expect(states).toEqual({
      'D10-fw': 'success',
      'D20-fw': 'success',
      'D10-lang': 'success',
      'B7-fw': 'source.status',
      'D30-fw': 'plugins.busy',
    });
    await engine.client.operations.cancel({ id: slow });
    await engine.finished(Promise.resolve({ operation: slow }));
    server.faults.clear();
    expect((await engine.finished(engine.client.operations.retryFailed({ id: operation.id }))).state).toBe('success');
    expect((await failureOf(engine.client.operations.retryFailed({ id: 'nope' }))).code).toBe('operations.unknown');
  });

  it('are let go of as soon as their own packages have ended', async () => {
    server.faults.set('b7.rom', { kind: 'stall', after: 10 });
    const { operation } = await engine.client.packages.installAll({});
    await expect
      .poll(async () => (await engine.client.operations.get({ id: operation })).items.filter(({ state }) => state === 'success'))
      .toHaveLength(4);
    expect((await failureOf(engine.client.plugins.uninstall({ id: 'bell-1' }))).code).toBe('plugins.busy');
    expect(await engine.client.packages.uninstall({ plugin: 'acme-2', packages: ['D30-fw'] })).toEqual({
      uninstalled: ['D30-fw'],
    });
    await engine.client.operations.cancel({ id: operation });
  });
});

it('what must be brought is told before anything of its package is fetched', async () => {
  publishPlugins(root, server.url, [{ id: 'gated', packages: { 'X-fw': ['x.rom', 'gated.rom'] } }], { gated: ['gated.rom'] });
  await engine.client.plugins.update(undefined);
  await engine.finished(engine.client.plugins.install({ ids: ['gated'] }));
  server.asked.length = 0;
  const operation = await installAll({ plugin: 'gated' });
  expect(operation.items[0]?.failure).toMatchObject({ code: 'packages.file-missing', facts: { file: 'gated.rom' } });
  expect(server.asked).toEqual([]);
});

describe('the command line', () => {
  it.each([[['install-all']], [['plan']], [['plan', 'acme-1', '--everything']]])('%j is wrong usage', async (args) => {
    expect((await runCli(temporaryFolder('data'), 'packages', ...args)).status).toBe(2);
  });

  it('tells the plan, installs, and tells what failed', async () => {
    await engine.stop();
    expect(await runCliJson(engine.dataDir, 'packages', 'plan', '--vendor', 'Acme')).toMatchObject({
      status: 0,
      document: { toFetch: 4000, here: 0, unreadable: [], limit: null, fits: true },
    });
    server.faults.set('b7.rom', { kind: 'status', status: 404 });
    const all = await runCliJson(engine.dataDir, 'packages', 'install-all', '--everything');
    expect(all).toMatchObject({
      status: 3,
      document: {
        failed: [{ plugin: 'bell-1', id: 'B7-fw', failure: { code: 'source.status', status: 404 } }],
        bytes: 5000,
        bytesHere: 0,
      },
    });
    expect((all.document.installed as string[]).sort()).toEqual(['D10-fw', 'D10-lang', 'D20-fw', 'D30-fw']);
    server.faults.clear();
    const { status, stdout } = await runCli(engine.dataDir, 'packages', 'install-all', '--model', 'B7');
    expect([status, stdout.split('\n')[0]]).toEqual([0, 'bell-1 B7-fw: installed']);
    expect(stdout).toMatch(/^1 installed, 0 not, 1\.0 kB downloaded, 0:0\d\.$/m);
    engine = await startTestEngine({ dataDir: engine.dataDir });
  });
});

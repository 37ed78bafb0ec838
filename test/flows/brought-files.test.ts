import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf } from '../builders/coded-failure.ts';
import { buildGatedServer, GATED_FILE } from '../builders/gated-plugin.ts';
import { DEMO_PLUGIN } from '../builders/provd-metadata.ts';
import { runCliJson } from '../builders/run-cli.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

const PLUGIN = path.basename(DEMO_PLUGIN);
const GATED = GATED_FILE;

let engine: TestEngine;
let server: StaticServer;
let root: string;
let usb: string;
let gatedPath: string;

beforeEach(async () => {
  root = temporaryFolder('server');
  usb = temporaryFolder('usb');
  server = await startStaticServer(root);
  ({ gatedPath } = await buildGatedServer(root, server.url));
  engine = await startTestEngine();
  await engine.client.plugins.setServer({ url: server.url });
  await engine.client.plugins.update(undefined);
  await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

const gatedBytes = () => readFileSync(gatedPath);
const gatedState = async () =>
  (await engine.client.packages.list({ plugin: PLUGIN })).find((each) => each.id === 'W70B-fw')?.files[0]?.state;

it('a licence-gated file is asked for, and once it was brought its package installs', async () => {
  expect(await gatedState()).toBe('bring');
  const before = await engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }));
  expect(before.items.filter((item) => item.failure).map((item) => [item.id, item.failure?.code])).toEqual([
    ['W70B-fw', 'packages.file-missing'],
  ]);
  writeFileSync(path.join(usb, 'renamed by the browser (1).rom'), gatedBytes());
  const { matched, unmatched } = await engine.client.files.add({ paths: [path.join(usb, 'renamed by the browser (1).rom')] });
  expect({ matched, unmatched }).toEqual({
    matched: [{ path: path.join(usb, 'renamed by the browser (1).rom'), plugin: PLUGIN, package: 'W70B-fw', file: GATED }],
    unmatched: [],
  });
  expect(await gatedState()).toBe('here');
  expect((await engine.finished(engine.client.operations.retryFailed({ id: before.id }))).state).toBe('success');
});

it('the plan tells before anything begins what would be fetched, what is missing, and whether there is room', async () => {
  const plan = await engine.client.packages.plan({});
  expect(plan.packages.map((each) => [each.id, each.missing])).toContainEqual(['W70B-fw', [GATED]]);
  expect(plan.toFetch).toBe(plan.packages.reduce((sum, each) => sum + each.toFetch, 0));
  expect([plan.toFetch > 1000, plan.fits]).toEqual([true, true]);
  expect((await engine.client.packages.plan({ vendor: 'yealink', models: ['T46U'] })).packages.map((each) => each.id)).toEqual([
    'T46U_T43U-fw',
  ]);
  expect((await engine.client.packages.plan({ vendor: 'Snom' })).packages).toEqual([]);
  await engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }));
  expect((await engine.client.packages.plan({ plugin: PLUGIN })).packages.map((each) => each.id)).toEqual(['W70B-fw']);
});

it('a folder is searched, and each file that is not wanted is told why', async () => {
  mkdirSync(path.join(usb, 'firmware'));
  writeFileSync(path.join(usb, 'firmware', GATED), gatedBytes());
  writeFileSync(path.join(usb, 'holiday.jpg'), 'a picture');
  mkdirSync(path.join(usb, 'old'));
  writeFileSync(path.join(usb, 'old', GATED), gatedBytes().subarray(0, 100));
  mkdirSync(path.join(usb, 'bad'));
  writeFileSync(path.join(usb, 'bad', GATED), Buffer.alloc(gatedBytes().length));
  const { matched, unmatched } = await engine.client.files.add({ paths: [usb, path.join(usb, 'nothing here')] });
  expect(matched.map((each) => path.relative(usb, each.path))).toEqual([path.join('firmware', GATED)]);
  const told = Object.fromEntries(unmatched.map((each) => [path.relative(usb, each.path), each.failure.code]));
  expect(told).toEqual({
    'holiday.jpg': 'files.not-wanted',
    [path.join('old', GATED)]: 'files.other-size',
    [path.join('bad', GATED)]: 'files.other-content',
    'nothing here': 'plugins.file-unreadable',
  });
});

it('what nothing refers to is counted, and goes when asked to', async () => {
  await engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }));
  expect((await engine.client.files.usage(undefined)).unused).toBe(0);
  await engine.client.packages.uninstall({ plugin: PLUGIN, packages: ['T46U_T43U-fw'] });
  const usage = await engine.client.files.usage(undefined);
  expect(usage.unused).toBeGreaterThan(1000);
  expect(usage.diskFree).toBeGreaterThan(0);
  expect(await engine.client.files.clean(undefined)).toEqual({ freed: usage.unused });
  expect((await engine.client.files.usage(undefined)).unused).toBe(0);
  const packages = await engine.client.packages.list({ plugin: PLUGIN });
  expect(packages.find((each) => each.id === 'T46U_T43U-fw')?.files[0]?.state).toBe('remote');
});

it('a relative path is refused at the door', async () => {
  expect((await failureOf(engine.client.files.add({ paths: ['x.rom'] }))).code).toBe('contract.invalid-input');
});

it('the command line answers in the contract’s shape', async () => {
  await engine.stop();
  writeFileSync(path.join(usb, GATED), gatedBytes());
  writeFileSync(path.join(usb, 'other.bin'), 'x');
  const both = await runCliJson(engine.dataDir, 'files', 'add', path.join(usb, GATED), path.join(usb, 'other.bin'));
  expect(both).toMatchObject({
    status: 3,
    document: {
      matched: [{ plugin: PLUGIN, package: 'W70B-fw', file: GATED }],
      unmatched: [{ failure: { code: 'files.not-wanted' } }],
    },
  });
  expect(await runCliJson(engine.dataDir, 'files', 'add', path.join(usb, 'other.bin'))).toMatchObject({
    status: 1,
    document: { failure: { code: 'files.not-wanted' } },
  });
  expect((await runCliJson(engine.dataDir, 'files', 'usage')).document.unused).toBeGreaterThan(1000);
  expect((await runCliJson(engine.dataDir, 'files', 'clean')).status).toBe(0);
  engine = await startTestEngine();
});

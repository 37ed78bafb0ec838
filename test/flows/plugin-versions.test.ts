import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../builders/coded-failure.ts';
import { buildPluginServer } from '../builders/plugin-server.ts';
import { DEMO_PLUGIN } from '../builders/provd-metadata.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

const PLUGIN = path.basename(DEMO_PLUGIN);

let engine: TestEngine;
let server: StaticServer;
let root: string;
let http: string;

/** Publishes the plugin in a version, with a static file that says which, and tells the engine. */
async function publish(version: string, text = version, without = '', change = (pkgs: string) => pkgs): Promise<void> {
  const source = path.join(temporaryFolder('source'), PLUGIN);
  mkdirSync(path.join(source, 'pkgs'), { recursive: true });
  const info = JSON.parse(readFileSync(path.join(DEMO_PLUGIN, 'plugin-info'), 'utf8')) as object;
  writeFileSync(path.join(source, 'plugin-info'), JSON.stringify({ ...info, version }));
  const pkgs = change(readFileSync(path.join(DEMO_PLUGIN, 'pkgs/pkgs.db'), 'utf8'));
  writeFileSync(
    path.join(source, 'pkgs/pkgs.db'),
    without === '' ? pkgs : pkgs.replace(new RegExp(`\\[pkg_${without}\\][^[]*`), ''),
  );
  const staticFiles = [{ path: 'which.txt', content: text }, ...(version === '1.9' ? [{ path: 'stale.txt', content: 'x' }] : [])];
  await buildPluginServer({ sources: [source], root, url: server.url, staticFiles });
  await engine.client.plugins.update(undefined);
}

const served = async (name: string) => {
  const response = await fetch(`${http}/${name}`);
  return response.ok ? await response.text() : response.status;
};
const summary = async () => (await engine.client.plugins.catalogue(undefined))[0];

beforeEach(async () => {
  root = temporaryFolder('server');
  server = await startStaticServer(root);
  engine = await startTestEngine();
  ({ http } = await engine.serve());
  await engine.client.plugins.setServer({ url: server.url });
  await publish('1.9');
  await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

describe('an upgrade', () => {
  it('replaces the tree: new files are there, stale ones gone, and packages stay', async () => {
    await engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }));
    expect([await served('which.txt'), await served('stale.txt')]).toEqual(['1.9', 'x']);
    await publish('1.10');
    expect(await summary()).toMatchObject({ version: '1.10', installedVersion: '1.9' });
    expect((await engine.finished(engine.client.plugins.upgrade({ ids: [PLUGIN] }))).state).toBe('success');
    expect([await served('which.txt'), await served('stale.txt')]).toEqual(['1.10', 404]);
    expect(await summary()).toMatchObject({
      installedVersion: '1.10',
      previousVersion: '1.9',
      packages: { total: 4, installed: 4 },
    });
    expect(await served('firmware/W70B-146.99.0.3.rom')).not.toBe(404);
    expect(readdirSync(path.join(engine.dataDir, 'plugins', PLUGIN))).toHaveLength(1);
  });

  it('of what is current already is done at once, without asking for the archive', async () => {
    server.asked.length = 0;
    expect((await engine.finished(engine.client.plugins.upgrade({ ids: [PLUGIN] }))).state).toBe('success');
    expect(server.asked).toEqual([]);
  });

  it('of a plugin that is not installed is refused', async () => {
    await engine.client.plugins.uninstall({ id: PLUGIN });
    const operation = await engine.finished(engine.client.plugins.upgrade({ ids: [PLUGIN] }));
    expect(operation.items[0]?.failure?.code).toBe('plugins.not-installed');
  });

  it('leaves what the technician laid over it, which goes before all the plugin and its packages publish', async () => {
    const firmware = 'firmware/W70B-146.99.0.3.rom';
    const custom = path.join(engine.dataDir, 'custom', PLUGIN, 'tftpboot');
    mkdirSync(path.join(custom, 'firmware'), { recursive: true });
    writeFileSync(path.join(custom, 'which.txt'), 'ours');
    writeFileSync(path.join(custom, firmware), 'our build');
    expect(await served('which.txt')).toBe('1.9');
    await engine.client.plugins.reload({ id: PLUGIN });
    await engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }));
    expect([await served('which.txt'), await served(firmware)]).toEqual(['ours', 'our build']);
    await publish('1.10');
    await engine.finished(engine.client.plugins.upgrade({ ids: [PLUGIN] }));
    expect([await served('which.txt'), await served(firmware)]).toEqual(['ours', 'our build']);
    await engine.client.plugins.uninstall({ id: PLUGIN, clean: true });
    expect([await served('which.txt'), readFileSync(path.join(custom, 'which.txt'), 'utf8')]).toEqual([404, 'ours']);
    await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
    expect(await served('which.txt')).toBe('ours');
    rmSync(custom, { recursive: true });
    await engine.client.plugins.reload({ id: PLUGIN });
    expect(await served('which.txt')).toBe('1.10');
  });

  it('to an archive that is broken leaves the old version as it was', async () => {
    await publish('2.0');
    for (const name of readdirSync(root).filter((each) => each.includes('2.0'))) writeFileSync(path.join(root, name), 'broken');
    const operation = await engine.finished(engine.client.plugins.upgrade({ ids: [PLUGIN] }));
    expect(operation.items[0]?.failure?.code).toBe('plugins.archive-mismatch');
    expect([await served('which.txt'), (await summary())?.installedVersion]).toEqual(['1.9', '1.9']);
  });

  it('keeps serving a package that the new version no longer defines, and shows it', async () => {
    await engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }));
    await publish('1.10', '1.10', 'W70B-fw');
    await engine.finished(engine.client.plugins.upgrade({ ids: [PLUGIN] }));
    expect(await served('firmware/W70B-146.99.0.3.rom')).not.toBe(404);
    const packages = await engine.client.packages.list({ plugin: PLUGIN });
    expect(packages.find((each) => each.id === 'W70B-fw')).toMatchObject({
      installedVersion: '146.99.0.3',
      served: ['firmware/W70B-146.99.0.3.rom'],
    });
  });
});

it('packages follow their plugin’s new version when they are upgraded, and only they', async () => {
  await engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: ['T5-lang', 'W70B-fw'] }));
  expect((await engine.finished(engine.client.packages.upgrade({ plugin: PLUGIN }))).items).toEqual([]);
  await publish('1.10', '1.10', '', (pkgs) => pkgs.replace('version: 1.0\n', 'version: 1.1\n'));
  await engine.finished(engine.client.plugins.upgrade({ ids: [PLUGIN] }));
  const upgraded = await engine.finished(engine.client.packages.upgrade({ plugin: PLUGIN }));
  expect(upgraded).toMatchObject({ state: 'success', items: [{ id: 'T5-lang' }] });
  const refused = await failureOf(engine.client.packages.upgrade({ plugin: PLUGIN, packages: ['T54W-fw'] }));
  expect(refused.code).toBe('packages.not-installed');
});

it('a package brings what it depends on', async () => {
  await publish('1.10', '1.10', '', (pkgs) => pkgs.replace('files: T46U-fw\n', 'files: T46U-fw\ndepends: T5-lang\n'));
  await engine.finished(engine.client.plugins.upgrade({ ids: [PLUGIN] }));
  const operation = await engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: ['T46U_T43U-fw'] }));
  expect(operation).toMatchObject({ state: 'success', items: [{ id: 'T5-lang' }, { id: 'T46U_T43U-fw' }] });
});

describe('a version that was published twice', () => {
  it('is seen by its hash, and an install brings the new content', async () => {
    await publish('1.9', 'published again');
    expect((await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }))).state).toBe('success');
    expect(await served('which.txt')).toBe('published again');
  });

  it('that is the same is fetched again only when asked for', async () => {
    const again = await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
    expect(again.items[0]?.failure?.code).toBe('plugins.already-installed');
    server.asked.length = 0;
    const refetched = await engine.finished(engine.client.plugins.install({ ids: [PLUGIN], refetch: true }));
    expect(refetched.items.map((item) => item.failure?.message ?? item.state)).toEqual(['success']);
    expect(server.asked).toHaveLength(1);
  });
});

describe('a rollback', () => {
  it('brings the former version back without the server, and once more leads forward again', async () => {
    await publish('1.10');
    await engine.finished(engine.client.plugins.upgrade({ ids: [PLUGIN] }));
    await server.stop();
    expect(await engine.client.plugins.rollback({ id: PLUGIN })).toEqual({ id: PLUGIN, version: '1.9', replaced: '1.10' });
    expect([await served('which.txt'), await served('stale.txt')]).toEqual(['1.9', 'x']);
    expect(await engine.client.plugins.rollback({ id: PLUGIN })).toEqual({ id: PLUGIN, version: '1.10', replaced: '1.9' });
    expect(await served('which.txt')).toBe('1.10');
    server = await startStaticServer(root);
  });

  it('of a first installation is refused', async () => {
    expect((await failureOf(engine.client.plugins.rollback({ id: PLUGIN }))).code).toBe('plugins.nothing-to-roll-back');
  });
});

it('a reload publishes what was edited in the plugin’s folder', async () => {
  const plugin = path.join(engine.dataDir, 'plugins', PLUGIN);
  const [generation = ''] = readdirSync(plugin);
  writeFileSync(path.join(plugin, generation, 'var/tftpboot/which.txt'), 'edited');
  expect(await served('which.txt')).toBe('1.9');
  expect(await engine.client.plugins.reload({ id: PLUGIN })).toEqual({ id: PLUGIN, version: '1.9' });
  expect(await served('which.txt')).toBe('edited');
});

it('after an edit that broke it, its packages say why, and not that they do not exist', async () => {
  const plugin = path.join(engine.dataDir, 'plugins', PLUGIN);
  const [generation = ''] = readdirSync(plugin);
  writeFileSync(path.join(plugin, generation, 'plugin-info'), 'not JSON');
  expect((await failureOf(engine.client.plugins.reload({ id: PLUGIN }))).code).toBe('plugins.info-invalid');
  await engine.stop();
  engine = await startTestEngine({ dataDir: engine.dataDir });
  expect((await failureOf(engine.client.packages.list({ plugin: PLUGIN }))).code).toBe('plugins.info-invalid');
  const install = engine.client.packages.install({ plugin: PLUGIN, packages: ['W70B-fw'] });
  expect((await failureOf(install)).code).toBe('plugins.info-invalid');
});

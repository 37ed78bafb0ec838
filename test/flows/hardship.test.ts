import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTar, tarBytes } from '../builders/archives.ts';
import { failureOf } from '../builders/coded-failure.ts';
import { runCli, runCliJson } from '../builders/run-cli.ts';
import { sha1Of, syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

let engine: TestEngine;
let server: StaticServer;
let root: string;

/** A plugin from a file; `packages`: id → names of the files that it wants. */
async function installPlugin(id: string, packages: Record<string, string[]>): Promise<void> {
  const names = [...new Set(Object.values(packages).flat())];
  const files = names.map((name) => {
    const bytes = syntheticFirmware(name, 200_000);
    writeFileSync(path.join(root, name), bytes);
    return `[file_${name}]\nurl: ${server.url}${name}\nsize: ${bytes.length}\nsha1sum: ${sha1Of(bytes)}\n`;
  });
  const sections = Object.entries(packages).map(
    ([pkg, wanted]) => `[pkg_${pkg}]\nversion: 1\ndescription: d\nfiles: ${wanted.join(' ')}\ninstall: i\n`,
  );
  const pkgs = [...sections, ...files, '[install_i]\na-b: cp *.rom firmware/\n'].join('\n');
  const members = [
    { path: `${id}/plugin-info`, content: JSON.stringify({ version: '1', description: 'd', capabilities: {} }) },
    { path: `${id}/pkgs/pkgs.db`, content: pkgs },
  ];
  const from = path.join(temporaryFolder('archive'), 'plugin.tar');
  writeFileSync(from, packTar(tarBytes(members)).bytes);
  expect((await engine.finished(engine.client.plugins.install({ ids: [], from }))).state).toBe('success');
}

const downloading = async (operation: string, name: string) =>
  (await engine.client.operations.get({ id: operation })).items.some((item) =>
    item.files.some((file) => file.name === name && file.done > 0),
  );

beforeEach(async () => {
  root = temporaryFolder('server');
  server = await startStaticServer(root);
  engine = await startTestEngine({ network: { stallMs: 20_000, backOffMs: 5 } });
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

describe('what is under way', () => {
  it('keeps its content: a clean-up is refused while another plugin is being changed', async () => {
    await installPlugin('one', { p: ['a.rom', 'slow.rom'] });
    await installPlugin('two', { q: ['b.rom'] });
    server.faults.set('slow.rom', { kind: 'stall', after: 1000 });
    const { operation } = await engine.client.packages.install({ plugin: 'one', packages: ['p'] });
    await expect.poll(() => downloading(operation, 'slow.rom')).toBe(true);
    const refused = await failureOf(engine.client.plugins.uninstall({ id: 'two', clean: true }));
    expect(refused).toMatchObject({ code: 'plugins.busy', facts: { plugin: 'one' } });
    expect((await engine.client.plugins.uninstall({ id: 'two' })).id).toBe('two');
    await engine.client.operations.cancel({ id: operation });
  });

  it('ends with its operation: the other files of a package that failed are not fetched on', async () => {
    await installPlugin('one', { p: ['missing.rom', 'slow.rom'] });
    server.faults.set('missing.rom', { kind: 'status', status: 404 });
    server.faults.set('slow.rom', { kind: 'stall', after: 1000 });
    const operation = await engine.finished(engine.client.packages.install({ plugin: 'one', packages: ['p'] }));
    expect(operation.items[0]?.failure?.code).toBe('source.status');
    await expect.poll(() => server.openAnswers()).toBe(0);
  });

  it('is cancelled, all of it, where two packages share a file', async () => {
    await installPlugin('one', { p: ['slow.rom'], q: ['slow.rom'] });
    server.faults.set('slow.rom', { kind: 'stall', after: 1000 });
    const { operation } = await engine.client.packages.installAll({ plugin: 'one' });
    await expect.poll(() => downloading(operation, 'slow.rom')).toBe(true);
    await engine.client.operations.cancel({ id: operation });
    const ended = await engine.finished(Promise.resolve({ operation }));
    expect([ended.state, ended.items.map((item) => item.state)]).toEqual(['cancelled', ['cancelled', 'cancelled']]);
  });

  it('ends when the engine stops, and is told as interrupted afterwards, since nobody cancelled it', async () => {
    await installPlugin('one', { p: ['slow.rom'] });
    server.faults.set('slow.rom', { kind: 'stall', after: 1000 });
    const { operation } = await engine.client.packages.installAll({ plugin: 'one' });
    await expect.poll(() => downloading(operation, 'slow.rom')).toBe(true);
    await engine.stop();
    await expect.poll(() => server.openAnswers()).toBe(0);
    engine = await startTestEngine({ dataDir: engine.dataDir });
    expect((await engine.client.operations.get({ id: operation })).state).toBe('interrupted');
  });
});

describe('a name that a person gave', () => {
  it.each([
    ['does not exist', () => '/nonexistent/plugin.tar.bz2'],
    ['is a folder', () => root],
  ])('that %s is a coded failure, and the engine serves on', async (_what, from) => {
    const { http } = await engine.serve();
    const operation = await engine.finished(engine.client.plugins.install({ ids: ['x'], from: from() }));
    expect(operation.items[0]?.failure).toMatchObject({ code: 'plugins.file-unreadable', facts: { path: from() } });
    expect((await fetch(`${http}/nothing`)).status).toBe(404);
  });

  it('an address with a password is not taken, and stands nowhere', async () => {
    const refused = await failureOf(engine.client.plugins.setServer({ url: 'http://user:secret@192.0.2.1/plugins' }));
    expect(refused.code).toBe('source.credentials-in-url');
    expect(JSON.stringify(refused)).not.toContain('secret');
  });

  it('a data folder where none can be made is told at once', async () => {
    expect(await runCliJson('/proc/nope/deeper', 'status')).toMatchObject({
      status: 1,
      document: { failure: { code: 'store.unreadable' } },
    });
  });

  it.each([[['plugins', 'install']], [['plugins', 'install', 'a', 'b', '--from', 'x']]])('%j is wrong usage', async (args) => {
    expect((await runCli(temporaryFolder('data'), ...args)).status).toBe(2);
  });
});

it('starts where a file manager left its files among the plugins', async () => {
  await engine.stop();
  writeFileSync(path.join(engine.dataDir, 'plugins', '.DS_Store'), 'x');
  mkdirSync(path.join(engine.dataDir, 'plugins', 'left', 'over'), { recursive: true });
  engine = await startTestEngine({ dataDir: engine.dataDir });
  expect(await engine.client.plugins.catalogue(undefined)).toEqual([]);
});

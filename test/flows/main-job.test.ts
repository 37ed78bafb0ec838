import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/shared/contract/journal.ts';
import { type BuiltPlugin, buildPluginServer } from '../builders/plugin-server.ts';
import { DEMO_PLUGIN, hasRealMetadata, metadataSources } from '../builders/provd-metadata.ts';
import { sha256Of } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { bootPhone } from '../fakes/phone/boot-phone.ts';
import { yealink } from '../fakes/phone/yealink.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

const { label, sources } = metadataSources();
const PLUGIN = hasRealMetadata ? 'wazo-yealink-v86' : path.basename(DEMO_PLUGIN);
const FIRMWARE = hasRealMetadata ? 'T46U(T43U,T46U,T41U,T48U,T42U,T44U,T44W)-108.86.0.90.rom' : 'T46U(T43U)-108.99.0.10.rom';
const OLD_VERSION = '108.85.0.20';

describe(`the main job, on ${label}`, () => {
  let engine: TestEngine;
  let server: StaticServer;
  let plugins: readonly BuiltPlugin[];
  let at: { http: string; tftp: { address: string; port: number } };

  beforeAll(async () => {
    const root = temporaryFolder('server');
    server = await startStaticServer(root);
    const staticFiles = [{ path: 'static/logo.txt', content: 'a file that the plugin ships' }];
    ({ plugins } = await buildPluginServer({ sources, root, url: server.url, staticFiles }));
    engine = await startTestEngine();
    at = await engine.serve();
  });
  afterAll(async () => {
    await engine.stop();
    await server.stop();
    removeTemporaryFolders();
  });

  const built = (id: string) => plugins.find((plugin) => plugin.id === id) ?? plugins[0];
  const firmware = () => built(PLUGIN)?.firmware.get(FIRMWARE) ?? Buffer.alloc(0);
  const deviceOf = async (mac: string) =>
    (await engine.client.devices.list(undefined)).devices.find((device) => device.mac === mac);
  const requestsOf = async (mac: string): Promise<Extract<JournalEntry, { kind: 'request' }>[]> => {
    const entries = await engine.client.journal.list({ device: mac });
    return entries.reverse().filter((entry) => entry.kind === 'request');
  };

  it('offers every plugin of the server', async () => {
    await engine.client.plugins.setServer({ url: server.url });
    expect(await engine.client.plugins.update(undefined)).toEqual({ plugins: sources.length });
    const catalogue = await engine.client.plugins.catalogue(undefined);
    expect(catalogue.map((plugin) => plugin.id).sort()).toEqual(sources.map((source) => path.basename(source)).sort());
    expect(
      catalogue.every((plugin) => plugin.installedVersion === undefined && !plugin.problem && plugin.capabilities.length > 0),
    ).toBe(true);
  });

  it('installs the plugin and lists its packages', async () => {
    const operation = await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }));
    expect(operation).toMatchObject({ state: 'success', items: [{ id: PLUGIN, state: 'success' }] });
    const packages = await engine.client.packages.list({ plugin: PLUGIN });
    expect(packages.length).toBeGreaterThan(3);
    expect(packages.every((each) => !each.problem && each.files.every((file) => file.state === 'remote'))).toBe(true);
  });

  it('installs all packages, each file fetched once and verified', async () => {
    server.asked.length = 0;
    const operation = await engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }));
    expect(operation.state).toBe('success');
    expect(new Set(server.asked).size).toBe(server.asked.length);
    const packages = await engine.client.packages.list({ plugin: PLUGIN });
    expect(packages.every((each) => each.installedVersion === each.version && each.served.length > 0)).toBe(true);
  });

  it.each([
    ['http', '80:5e:c0:00:00:01'],
    ['tftp', '80:5e:c0:00:00:02'],
    ['tftp-options', '80:5e:c0:00:00:03'],
  ] as const)('a phone boots over %s, gets the firmware byte for byte, and is known', async (transport, mac) => {
    const files = await bootPhone({
      profile: yealink('T46U', { mac, version: OLD_VERSION }),
      server: at,
      transport,
      firmwarePath: `/firmware/${FIRMWARE}`,
    });
    expect(files.at(-1)).toMatchObject({ outcome: 'received', bytes: firmware().length, sha256: sha256Of(firmware()) });
    expect(files.slice(0, -1).map((file) => file.outcome)).toEqual(files.slice(0, -1).map(() => 'missing'));

    const said =
      transport === 'http'
        ? { model: 'T46U', version: OLD_VERSION, support: 'complete' }
        : { model: null, version: null, support: 'probable' };
    // The last acknowledgement is on its way when the phone has all.
    await expect.poll(async () => (await deviceOf(mac))?.state).toBe('fetched');
    expect(await deviceOf(mac)).toMatchObject({
      ip: '127.0.0.1',
      vendor: 'Yealink',
      plugin: PLUGIN,
      state: 'fetched',
      requests: files.length,
      ...said,
    });

    await expect.poll(async () => (await requestsOf(mac)).length).toBe(files.length);
    const requests = await requestsOf(mac);
    expect(requests.map((entry) => entry.outcome)).toEqual(
      files.map((file) => (file.outcome === 'received' ? 'sent' : 'missing')),
    );
    expect(requests.at(-1)).toMatchObject({
      from: PLUGIN,
      bytes: firmware().length,
      total: firmware().length,
      protocol: transport === 'http' ? 'http' : 'tftp',
    });
  });

  it('a second install-all downloads nothing', async () => {
    server.asked.length = 0;
    const operation = await engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }));
    expect(operation).toMatchObject({ state: 'success', items: [], bytes: 0 });
    expect(server.asked).toEqual([]);
  });

  it('a package that was uninstalled comes back without a download', async () => {
    const [first] = await engine.client.packages.list({ plugin: PLUGIN });
    const served = first?.served[0] ?? '';
    await engine.client.packages.uninstall({ plugin: PLUGIN, packages: [first?.id ?? ''] });
    expect((await fetch(`${at.http}/${encodeURI(served)}`)).status).toBe(404);
    server.asked.length = 0;
    const operation = await engine.finished(engine.client.packages.install({ plugin: PLUGIN, packages: [first?.id ?? ''] }));
    expect(operation).toMatchObject({ state: 'success', bytes: 0 });
    expect(server.asked).toEqual([]);
    expect((await fetch(`${at.http}/${encodeURI(served)}`)).status).toBe(200);
  });

  it.each([
    ['as published', (name: string) => `/firmware/${encodeURIComponent(name)}`],
    ['brackets and commas as they are', (name: string) => `/firmware/${name}`],
    ['leading slashes', (name: string) => `///firmware//${name}`],
    ['backslashes', (name: string) => `/\\firmware\\${name}`],
    ['another case', (name: string) => `/FIRMWARE/${name.toUpperCase()}`],
    ['with a query', (name: string) => `/firmware/${name}?mac=x`],
  ])('finds a file asked for %s', async (_how, write) => {
    const asked = write(FIRMWARE);
    const [file] = await bootPhone({
      profile: { ...yealink('T46U', { mac: '80:5e:c0:00:00:04', version: OLD_VERSION }), nextFile: () => undefined },
      server: at,
      transport: 'http',
      firmwarePath: asked,
    });
    expect(file).toMatchObject({ path: asked, outcome: 'received', sha256: sha256Of(firmware()) });
  });

  it('serves what the plugin ships as it is', async () => {
    const response = await fetch(`${at.http}/static/logo.txt`);
    expect(await response.text()).toBe('a file that the plugin ships');
  });

  it('keeps devices, plugins and journal over a restart', async () => {
    // How the last requests went is told in batches.
    await expect.poll(async () => (await deviceOf('80:5e:c0:00:00:04'))?.state).toBe('fetched');
    const before = await engine.client.devices.list(undefined);
    await engine.stop();
    engine = await startTestEngine({ dataDir: engine.dataDir, resumeServing: true });
    at = await engine.serve();
    const after = await engine.client.devices.list(undefined);
    const facts = ({ mac, ip, model, version, plugin, state }: (typeof after.devices)[number]) => ({
      mac,
      ip,
      model,
      version,
      plugin,
      state,
    });
    expect(after.devices.map(facts)).toEqual(before.devices.map(facts));
    expect((await fetch(`${at.http}/firmware/${encodeURIComponent(FIRMWARE)}`)).status).toBe(200);
    expect((await requestsOf('80:5e:c0:00:00:01')).length).toBeGreaterThan(3);
  });

  it.runIf(hasRealMetadata)('installs every package of every real plugin', { timeout: 120_000 }, async () => {
    const ids = sources.map((source) => path.basename(source)).filter((id) => id !== PLUGIN);
    const installed = await engine.finished(engine.client.plugins.install({ ids }));
    expect(installed.items.filter((item) => item.state !== 'success')).toEqual([]);
    for (const plugin of ids) {
      const operation = await engine.finished(engine.client.packages.installAll({ plugin }));
      expect({ plugin, failed: operation.items.filter((item) => item.state !== 'success') }).toEqual({ plugin, failed: [] });
    }
  });

  it('uninstalls a plugin: its files are gone, its devices stay and are associated anew when they come back', async () => {
    await engine.client.plugins.uninstall({ id: PLUGIN });
    const profile = yealink('T46U', { mac: '80:5e:c0:00:00:01', version: OLD_VERSION });
    await bootPhone({ profile, server: at, transport: 'http' });
    expect((await deviceOf(profile.mac))?.plugin).not.toBe(PLUGIN);
  });
});

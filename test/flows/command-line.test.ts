import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_ID, startDemoServer } from '../builders/demo-server.ts';
import { buildPluginServer } from '../builders/plugin-server.ts';
import { DEMO_PLUGIN } from '../builders/provd-metadata.ts';
import { CLI_ENTRY, runCli, runCliJson, spawnCli, startServe } from '../builders/run-cli.ts';
import { removeTemporaryFolders, temporaryFolder } from '../builders/test-engine.ts';
import { bootPhone } from '../fakes/phone/boot-phone.ts';
import { yealink } from '../fakes/phone/yealink.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';

const PLUGIN = DEMO_ID;

let server: StaticServer;
let root: string;
let dataDir: string;

beforeAll(async () => {
  ({ server, root } = await startDemoServer());
  dataDir = temporaryFolder('data');
});
afterAll(async () => {
  await server.stop();
  removeTemporaryFolders();
});

it('a command that is done first does not end what another one does with its engine', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder('shared');
  const other = temporaryFolder('server');
  const big = await startStaticServer(other);
  await buildPluginServer({ sources: [DEMO_PLUGIN], root: other, url: big.url, firmwareBytes: () => 30_000_000 });
  await runCli(folder, 'plugins', 'server', big.url);
  await runCli(folder, 'plugins', 'update');
  await runCli(folder, 'plugins', 'install', PLUGIN);
  // It owns the engine for as long as its input is open.
  const first = spawn(process.execPath, [CLI_ENTRY, '--data', folder, 'console'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => first.on('close', resolve));
  const ready = new Promise((resolve) => first.stdout.once('data', resolve));
  first.stdin.write('1\n');
  await ready;
  const second = spawnCli(folder, ['packages', 'install-all', PLUGIN, '--json']);
  const done = new Promise<number | null>((resolve) => second.on('close', resolve));
  await new Promise((resolve) => second.stderr?.once('data', resolve));
  first.stdin.end();
  expect([await done, await ended]).toEqual([0, 0]);
  await big.stop();
});

describe('without an engine running, a command starts one for itself', { timeout: 60_000 }, () => {
  it('answers with one JSON document each, in the contract’s shape', async () => {
    expect(await runCliJson(dataDir, 'plugins', 'server')).toMatchObject({ status: 0, document: { url: null } });
    expect(await runCliJson(dataDir, 'plugins', 'update')).toMatchObject({
      status: 1,
      document: { failure: { code: 'plugins.no-server', remedy: 'check-input' } },
    });
    expect(await runCliJson(dataDir, 'plugins', 'server', server.url)).toMatchObject({
      status: 0,
      document: { url: server.url },
    });
    expect(await runCliJson(dataDir, 'plugins', 'update')).toMatchObject({ status: 0, document: { plugins: 1 } });
    expect(await runCliJson(dataDir, 'plugins', 'installable')).toMatchObject({
      document: { plugins: [{ id: PLUGIN, version: '1.0.0', models: 4 }] },
    });
    expect(await runCliJson(dataDir, 'plugins', 'installed')).toMatchObject({ document: { plugins: [] } });
    expect(await runCliJson(dataDir, 'plugins', 'install', PLUGIN)).toMatchObject({
      status: 0,
      document: { plugins: [{ id: PLUGIN, version: '1.0.0' }] },
    });
    expect(await runCliJson(dataDir, 'plugins', 'installed')).toMatchObject({
      document: { plugins: [{ id: PLUGIN, installedVersion: '1.0.0' }] },
    });
    const installable = await runCliJson(dataDir, 'packages', 'installable', PLUGIN);
    expect(installable.document.packages).toHaveLength(4);
    expect((installable.document.packages as object[])[0]).toMatchObject({
      id: 'T46U_T43U-fw',
      version: '108.99.0.10',
      missing: [],
    });
    const all = await runCliJson(dataDir, 'packages', 'install-all', PLUGIN);
    expect(all).toMatchObject({ status: 0, document: { failed: [] } });
    expect(all.document.installed).toHaveLength(4);
    expect(all.document.bytes).toBeGreaterThan(1000);
    expect(await runCliJson(dataDir, 'packages', 'install-all', PLUGIN)).toMatchObject({
      status: 0,
      document: { installed: [], failed: [], bytes: 0 },
    });
    expect((await runCliJson(dataDir, 'packages', 'installed', PLUGIN)).document.packages).toHaveLength(4);
    expect(await runCliJson(dataDir, 'packages', 'uninstall', PLUGIN, 'T5-lang')).toMatchObject({
      status: 0,
      document: { uninstalled: ['T5-lang'] },
    });
    expect(await runCliJson(dataDir, 'packages', 'install', PLUGIN, 'T5-lang')).toMatchObject({
      status: 0,
      document: { installed: ['T5-lang'], bytes: 0 },
    });
    expect(await runCliJson(dataDir, 'status')).toMatchObject({
      status: 0,
      document: { running: false, http: [], tftp: [], devices: 0, plugins: 1 },
    });
  });

  it('reports progress as JSON lines on standard error', async () => {
    const fresh = temporaryFolder('data');
    await runCli(fresh, 'plugins', 'server', server.url);
    await runCli(fresh, 'plugins', 'update');
    await runCli(fresh, 'plugins', 'install', PLUGIN);
    const { stderr } = await runCliJson(fresh, 'packages', 'install-all', PLUGIN, '--model', 'T46U');
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { progress: { state: string; total: number } });
    expect(lines.at(-1)?.progress).toMatchObject({ state: 'success', total: 1 });
  });

  it('installs a plugin from a file', async () => {
    const fresh = temporaryFolder('data');
    const archive =
      (JSON.parse(readFileSync(path.join(root, 'plugins.db'), 'utf8')) as Record<string, { filename: string }>)[PLUGIN]
        ?.filename ?? '';
    expect(await runCliJson(fresh, 'plugins', 'install', PLUGIN, '--from', path.join(root, archive))).toMatchObject({
      status: 0,
      document: { plugins: [{ id: PLUGIN, version: '1.0.0' }] },
    });
  });

  it('takes a folder of this machine as the server', async () => {
    const fresh = temporaryFolder('data');
    const folder = temporaryFolder('folder');
    await buildPluginServer({ sources: [DEMO_PLUGIN], root: folder, url: `file://${folder}/` });
    await runCli(fresh, 'plugins', 'server', `file://${folder}`);
    expect(await runCliJson(fresh, 'plugins', 'update')).toMatchObject({ status: 0, document: { plugins: 1 } });
    await runCli(fresh, 'plugins', 'install', PLUGIN);
    expect(await runCliJson(fresh, 'packages', 'install-all', PLUGIN)).toMatchObject({ status: 0, document: { failed: [] } });
  });
});

describe('exit statuses', () => {
  it.each([
    [['nonsense'], 2],
    [['plugins', 'uninstall'], 2],
    [['serve', '--http', 'not-an-address'], 2],
    [['--version'], 0],
    [['plugins', '--help'], 0],
    [['plugins', 'uninstall', 'no-such'], 1],
    [['packages', 'install', 'no-such', 'x'], 1],
  ])('%j ends with %i', async (args, status) => {
    expect((await runCli(dataDir, ...args)).status).toBe(status);
  });

  it.each([
    [['nonsense'], 'unknown command'],
    [['plugins'], 'no command is named'],
    [['plugins', 'uninstall'], 'missing required argument'],
    [['plugins', 'install'], 'name a plugin'],
    [['serve', '--http', 'not-an-address'], 'not-an-address'],
  ])('%j is told as one document with --json', async (args, reason) => {
    const run = await runCliJson(temporaryFolder('data'), ...args);
    expect(run).toMatchObject({
      status: 2,
      document: { failure: { code: 'contract.invalid-input', remedy: 'check-input', message: expect.stringContaining(reason) } },
    });
  });

  it('3 where some packages failed, each with its failure', async () => {
    const fresh = temporaryFolder('data');
    await runCli(fresh, 'plugins', 'server', server.url);
    await runCli(fresh, 'plugins', 'update');
    await runCli(fresh, 'plugins', 'install', PLUGIN);
    server.faults.set(`firmware/${PLUGIN}/W70B-146.99.0.3.rom`, { kind: 'status', status: 410 });
    const run = await runCliJson(fresh, 'packages', 'install-all', PLUGIN);
    server.faults.clear();
    expect(run).toMatchObject({
      status: 3,
      document: { failed: [{ id: 'W70B-fw', failure: { code: 'source.status', status: 410 } }] },
    });
    expect(run.document.installed).toHaveLength(3);
  });

  it('1 with one sentence of cause and next action for people', async () => {
    const { status, stderr } = await runCli(dataDir, 'packages', 'install', PLUGIN, 'nope');
    expect([status, stderr]).toEqual([1, `${PLUGIN} has no package named nope. Check the name. [packages.unknown]\n`]);
  });
});

describe('with an engine running', () => {
  it('a second one refuses, naming the first; commands talk to the first', async () => {
    const serve = await startServe(dataDir, '--http', '127.0.0.1:0', '--tftp', '127.0.0.1:0', '--no-ui');
    try {
      const second = await runCliJson(dataDir, 'serve', '--no-ui');
      expect(second).toMatchObject({
        status: 1,
        document: { failure: { code: 'engine.data-folder-in-use', pid: serve.child.pid } },
      });
      expect(await runCliJson(dataDir, 'status')).toMatchObject({
        document: { running: true, http: serve.ready.http, tftp: serve.ready.tftp, pid: serve.child.pid },
      });
      const [address = '', port = ''] = serve.ready.tftp[0]?.split(':') ?? [];
      const profile = yealink('T43U', { mac: '80:5e:c0:00:00:09', version: '108.85.0.1' });
      await bootPhone({ profile, transport: 'tftp', server: { tftp: { address, port: Number(port) } } });
      await bootPhone({ profile, transport: 'http', server: { http: `http://${serve.ready.http[0]}` } });
      const { document } = await runCliJson(dataDir, 'devices', 'list');
      expect(document).toMatchObject({
        devices: [{ mac: profile.mac, vendor: 'Yealink', model: 'T43U', version: '108.85.0.1', plugin: PLUGIN, state: 'seen' }],
      });
      const { stdout } = await runCli(dataDir, 'journal', '--json', '--device', profile.mac);
      const kinds = stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { kind: string }).kind);
      expect(kinds.filter((kind) => kind === 'request')).toHaveLength(8);
      expect(await runCliJson(dataDir, 'packages', 'uninstall', PLUGIN, 'T5-lang')).toMatchObject({ status: 0 });
    } finally {
      expect(await serve.stop()).toBe(0);
    }
  });

  it('a folder is served as it is after the plugins’ trees, and nothing outside it', async () => {
    const folder = temporaryFolder('files');
    mkdirSync(path.join(folder, 'sub'));
    writeFileSync(path.join(folder, 'sub', 'Ringtone [1], new.wav'), 'first');
    const serve = await startServe(temporaryFolder('data'), '--http', '127.0.0.1:0', '--no-ui', '--files', folder);
    try {
      const get = async (name: string) => (await fetch(`http://${serve.ready.http[0]}/${name}`)).text();
      expect(await get('sub/Ringtone%20%5B1%5D%2C%20new.wav')).toBe('first');
      writeFileSync(path.join(folder, 'sub', 'Ringtone [1], new.wav'), 'second version');
      writeFileSync(path.join(folder, 'late.cfg'), 'late');
      expect(await get('SUB/ringtone%20[1],%20new.wav')).toBe('second version');
      expect(await get('late.cfg')).toBe('late');
      expect((await fetch(`http://${serve.ready.http[0]}/..%2f..%2fetc%2fpasswd`)).status).toBeGreaterThanOrEqual(400);
    } finally {
      await serve.stop();
    }
  });

  it('a folder that is not there is a failure before anything is opened', async () => {
    expect(await runCliJson(temporaryFolder('data'), 'serve', '--no-ui', '--files', '/nonexistent')).toMatchObject({
      status: 1,
      document: { failure: { code: 'serving.folder-unreadable' } },
    });
  });

  it('an engine that was killed lets go of the folder', async () => {
    const folder = temporaryFolder('data');
    const serve = await startServe(folder, '--no-ui');
    const closed = new Promise((resolve) => serve.child.on('close', resolve));
    serve.child.kill('SIGKILL');
    await closed;
    expect(await runCliJson(folder, 'status')).toMatchObject({ status: 0, document: { running: false } });
  });

  it('a stranger without the owner file’s key is hung up on', async () => {
    const folder = temporaryFolder('data');
    const serve = await startServe(folder, '--no-ui');
    try {
      const ownerPath = path.join(folder, 'engine.json');
      expect(statSync(ownerPath).mode & 0o077).toBe(0);
      const owner = JSON.parse(readFileSync(ownerPath, 'utf8')) as object;
      chmodSync(ownerPath, 0o600);
      writeFileSync(ownerPath, JSON.stringify({ ...owner, key: 'guessed' }));
      expect(await runCliJson(folder, 'status')).toMatchObject({
        status: 1,
        document: { failure: { code: 'contract.connection-lost' } },
      });
    } finally {
      await serve.stop();
    }
  });
});

it('journal --follow prints what happens until it is interrupted', async () => {
  const folder = temporaryFolder('data');
  const serve = await startServe(folder, '--http', '127.0.0.1:0', '--no-ui');
  const child = spawnCli(folder, ['journal', '--follow', '--json']);
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  await expect.poll(() => text, { timeout: 10_000 }).toContain('serving.started');
  await fetch(`http://${serve.ready.http[0]}/asked.cfg`);
  await expect.poll(() => text, { timeout: 10_000 }).toContain('/asked.cfg');
  child.kill('SIGINT');
  expect(await closed).toBe(0);
  await serve.stop();
});

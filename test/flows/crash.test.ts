import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_ID, startDemoServer } from '../builders/demo-server.ts';
import { runCli, spawnCli } from '../builders/run-cli.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import type { StaticServer } from '../fakes/static-server.ts';

const PLUGIN = DEMO_ID;

let server: StaticServer;
/** Data folders that know the server, that have the plugin, that have its packages; each test begins with a copy. */
const stages = { known: '', plugin: '', packages: '' };

beforeAll(async () => {
  ({ server } = await startDemoServer({ firmwareBytes: () => 2_000_000 }));
  const dataDir = temporaryFolder('data');
  stages.known = await stage(dataDir, async ({ client }) => {
    await client.plugins.setServer({ url: server.url });
    await client.plugins.update(undefined);
  });
  stages.plugin = await stage(dataDir, ({ client, finished }) => finished(client.plugins.install({ ids: [PLUGIN] })));
  stages.packages = await stage(dataDir, ({ client, finished }) => finished(client.packages.installAll({ plugin: PLUGIN })));
});
afterAll(async () => {
  await server.stop();
  removeTemporaryFolders();
});

async function stage(dataDir: string, work: (engine: TestEngine) => Promise<unknown>): Promise<string> {
  const engine = await startTestEngine({ dataDir });
  await work(engine);
  await engine.stop();
  return copyOf(dataDir);
}

function copyOf(dataDir: string): string {
  const copy = temporaryFolder('data');
  cpSync(dataDir, copy, { recursive: true });
  return copy;
}

/** Milliseconds that a command takes as a whole on this machine, so that it can be killed within. */
async function timeOf(dataDir: string, args: string[]): Promise<number> {
  const startedAt = performance.now();
  expect((await runCli(copyOf(dataDir), ...args)).status).toBe(0);
  return performance.now() - startedAt;
}

/** Kills a command with SIGKILL once `when` has come true of its output, its data folder or the clock. */
async function killDuring(dataDir: string, args: string[], when: (progress: string, elapsed: number) => boolean): Promise<void> {
  const child = spawnCli(dataDir, [...args, '--json']);
  const started = performance.now();
  let progress = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    progress += chunk.toString();
  });
  const watch = setInterval(() => {
    if (when(progress, performance.now() - started)) child.kill('SIGKILL');
  }, 2);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
}

/** What must hold of a data folder whenever nobody writes to it: all that is published is there, whole and right. */
function checkWhole(dataDir: string): void {
  const database = new Database(path.join(dataDir, 'provdesk.db'), { readonly: true });
  const served = database.prepare<[], { sha256: string; size: number }>('SELECT sha256, size FROM served_file').all();
  const plugins = database.prepare<[], { id: string; generation: string }>('SELECT id, generation FROM plugin').all();
  const packages = database.prepare<[], { id: string; files: number }>(
    'SELECT id, (SELECT count(*) FROM served_file WHERE plugin = package.plugin AND package = package.id) AS files FROM package',
  );
  for (const { sha256, size } of served) {
    const bytes = readFileSync(path.join(dataDir, 'store', sha256));
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([size, sha256]);
  }
  for (const { id, generation } of plugins)
    expect(statSync(path.join(dataDir, 'plugins', id, generation, 'plugin-info')).isFile()).toBe(true);
  for (const { id, files } of packages.all()) expect([id, files > 0]).toEqual([id, true]);
  database.close();
}

async function checkRecovered(dataDir: string): Promise<void> {
  checkWhole(dataDir);
  const engine = await startTestEngine({ dataDir });
  try {
    expect(readdirSync(path.join(dataDir, 'tmp'))).toEqual([]);
    const known = (await engine.client.plugins.catalogue(undefined)).find((plugin) => plugin.id === PLUGIN);
    if (known?.installedVersion === undefined) {
      expect((await engine.finished(engine.client.plugins.install({ ids: [PLUGIN] }))).state).toBe('success');
    }
    const operations = await engine.client.operations.list(undefined);
    expect(operations.filter((operation) => operation.state === 'running')).toEqual([]);
    expect((await engine.finished(engine.client.packages.installAll({ plugin: PLUGIN }))).state).toBe('success');
    const packages = await engine.client.packages.list({ plugin: PLUGIN });
    expect(packages.every((each) => each.installedVersion === each.version)).toBe(true);
  } finally {
    await engine.stop();
  }
  checkWhole(dataDir);
}

describe('kill -9 leaves the old state or the new one, and the next install-all completes', { timeout: 60_000 }, () => {
  it('in the middle of a download', async () => {
    const dataDir = copyOf(stages.plugin);
    const stalled = `firmware/${PLUGIN}/W70B-146.99.0.3.rom`;
    server.faults.set(stalled, { kind: 'stall', after: 700_000 });
    await killDuring(dataDir, ['packages', 'install-all', PLUGIN], (progress) => /W70B-146[^}]*"done":[1-9]/.test(progress));
    server.faults.delete(stalled);
    expect(readdirSync(path.join(dataDir, 'partial')).length).toBeGreaterThan(0);
    await checkRecovered(dataDir);
  });

  const moments = [
    { after: 'the first byte', when: (progress: string) => progress.includes('"downloading"') },
    { after: 'the first package', when: (progress: string) => /"done":1,"total":4/.test(progress) },
    { after: 'the second package', when: (progress: string) => /"done":2,"total":4/.test(progress) },
    { after: 'the third package', when: (progress: string) => /"done":3,"total":4/.test(progress) },
  ];
  it.each(moments)('of install-all after $after', async ({ when }) => {
    const dataDir = copyOf(stages.plugin);
    await killDuring(dataDir, ['packages', 'install-all', PLUGIN], when);
    await checkRecovered(dataDir);
  });

  // Wherever that falls: the steps themselves are killed one by one in crash-at-steps.
  const commands = [
    { from: 'known', args: ['plugins', 'install', PLUGIN] },
    { from: 'plugin', args: ['packages', 'install-all', PLUGIN] },
    { from: 'packages', args: ['plugins', 'install', PLUGIN, '--refetch'] },
    { from: 'packages', args: ['plugins', 'uninstall', PLUGIN] },
    { from: 'packages', args: ['plugins', 'uninstall', PLUGIN, '--clean'] },
    { from: 'packages', args: ['packages', 'uninstall', PLUGIN, 'T5-lang', 'W70B-fw'] },
    { from: 'packages', args: ['plugins', 'reload', PLUGIN] },
  ] as const;
  it.each(commands.map((each) => ({ ...each, what: each.args.join(' ') })))('of $what, at any moment', async ({ from, args }) => {
    const whole = await timeOf(stages[from], [...args]);
    for (const part of [0.6, 0.75, 0.9]) {
      const dataDir = copyOf(stages[from]);
      await killDuring(dataDir, [...args], (_progress, elapsed) => elapsed >= part * whole);
      await checkRecovered(dataDir);
    }
  });

  it('tells the operation that was under way as interrupted, and it can be tried again', async () => {
    const dataDir = copyOf(stages.plugin);
    const stalled = `firmware/${PLUGIN}/W70B-146.99.0.3.rom`;
    server.faults.set(stalled, { kind: 'stall', after: 1000 });
    await killDuring(dataDir, ['packages', 'install-all', PLUGIN], (progress) => /"done":3,"total":4/.test(progress));
    server.faults.delete(stalled);
    const engine = await startTestEngine({ dataDir });
    const [operation] = await engine.client.operations.list(undefined);
    expect(operation).toMatchObject({ kind: 'packages.install-all', state: 'interrupted' });
    expect(operation?.items.map((item) => [item.id, item.failure?.code])).toContainEqual(['W70B-fw', 'operations.interrupted']);
    const again = await engine.finished(engine.client.operations.retryFailed({ id: operation?.id ?? '' }));
    expect(again).toMatchObject({ state: 'success', items: [{ id: 'W70B-fw' }] });
    await engine.stop();
  });
});

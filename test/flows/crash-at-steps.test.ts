import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_OPERATIONS, writeAllOperationsServer } from '../builders/all-operations.ts';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';

const SCRIPT = path.join(import.meta.dirname, '../builders/killed-at-step.ts');

/** A data folder that knows the server, with what `prepare` names installed; copied for every run. */
async function folderWith(...prepare: ('plugin' | 'packages' | 'newer')[]): Promise<string> {
  const root = temporaryFolder('server');
  const url = new URL(`file://${root}/`).href;
  const dataDir = temporaryFolder('data');
  const engine = await startTestEngine({ dataDir });
  await writeAllOperationsServer(root, url);
  await engine.client.plugins.setServer({ url });
  await engine.client.plugins.update(undefined);
  if (prepare.includes('plugin')) await engine.finished(engine.client.plugins.install({ ids: [ALL_OPERATIONS] }));
  if (prepare.includes('packages')) await engine.finished(engine.client.packages.installAll({ plugin: ALL_OPERATIONS }));
  if (prepare.includes('newer')) {
    await writeAllOperationsServer(root, url, '2.0');
    await engine.client.plugins.update(undefined);
  }
  await engine.stop();
  return dataDir;
}

function run(dataDir: string, call: string, input: object, step?: number) {
  const args = [SCRIPT, dataDir, call, JSON.stringify(input), ...(step === undefined ? [] : [String(step)])];
  return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
}

/** What the engine says, what it would serve, and whether every byte of that is there and right. */
async function stateOf(engine: TestEngine): Promise<object> {
  const { client, dataDir } = engine;
  const [plugin] = await client.plugins.catalogue(undefined);
  const packages = plugin?.installedVersion === undefined ? [] : await client.packages.list({ plugin: ALL_OPERATIONS });
  const database = new Database(path.join(dataDir, 'provdesk.db'), { readonly: true });
  const served = database
    .prepare<[], { package: string; path: string; sha256: string }>(
      'SELECT package, path, sha256 FROM served_file ORDER BY package, path',
    )
    .all();
  database.close();
  for (const { sha256 } of served) {
    const bytes = readFileSync(path.join(dataDir, 'store', sha256));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  }
  const generations = readdirSync(path.join(dataDir, 'plugins'), { recursive: true, withFileTypes: true });
  return {
    installed: plugin?.installedVersion,
    previous: plugin?.previousVersion,
    packages: packages.map(({ id, installedVersion }) => [id, installedVersion]),
    served,
    folders: generations.filter((entry) => entry.name === 'plugin-info').length,
    left: readdirSync(path.join(dataDir, 'tmp')),
  };
}

/** The state in which a start finds a data folder, and the one that the call leads to where it is not `done` yet. */
async function afterStart(dataDir: string, call?: string, input?: object, done?: object): Promise<[object, object]> {
  const engine = await startTestEngine({ dataDir });
  try {
    const found = await stateOf(engine);
    if (call === undefined || JSON.stringify(found) === JSON.stringify(done)) return [found, found];
    const reply = await engine.backend.request(call, input);
    if (!reply.ok) throw new Error(reply.failure.message);
    const { operation } = reply.value as { operation?: string };
    if (operation !== undefined) await engine.finished(Promise.resolve({ operation }));
    return [found, await stateOf(engine)];
  } finally {
    await engine.stop();
  }
}

const rows = [
  {
    what: 'a plugin installation',
    with: [],
    call: 'plugins.install',
    input: { ids: [ALL_OPERATIONS] },
    passes: [
      'plugins: archive-fetched',
      'plugins: unpacked',
      'plugins: folder-placed',
      'plugins: committing',
      'plugins: published',
    ],
  },
  {
    what: 'an upgrade',
    with: ['plugin', 'packages', 'newer'],
    call: 'plugins.upgrade',
    input: { ids: [ALL_OPERATIONS] },
    passes: ['plugins: archive-verified', 'plugins: static-files-stored', 'plugins: committing', 'plugins: committed'],
  },
  {
    what: 'an uninstallation',
    with: ['plugin', 'packages'],
    call: 'plugins.uninstall',
    input: { id: ALL_OPERATIONS, clean: true },
    passes: ['plugins: uninstall-committing', 'plugins: uninstall-committed', 'plugins: folder-removed', 'plugins: uninstalled'],
  },
  {
    what: 'a package installation',
    with: ['plugin'],
    call: 'packages.install',
    input: { plugin: ALL_OPERATIONS, packages: ['whole'] },
    passes: [
      'packages: files-verified',
      'packages: step-done',
      'packages: staged',
      'packages: committing',
      'packages: committed',
    ],
  },
  {
    what: 'a package uninstallation',
    with: ['plugin', 'packages'],
    call: 'packages.uninstall',
    input: { plugin: ALL_OPERATIONS, packages: ['whole'] },
    passes: ['packages: uninstall-committing', 'packages: uninstall-committed'],
  },
] as const;

describe('kill -9 at every step leaves the old state or the new one, and the same call then completes', {
  timeout: 180_000,
}, () => {
  let folders: string[] = [];
  beforeAll(async () => {
    folders = await Promise.all(rows.map((row) => folderWith(...row.with)));
  }, 60_000);
  afterAll(removeTemporaryFolders);

  it.each(rows.map((row, i) => ({ ...row, i })))('of $what', async ({ i, call, input, passes }) => {
    const fresh = () => {
      const dataDir = temporaryFolder('crash');
      cpSync(folders[i] ?? '', dataDir, { recursive: true });
      return dataDir;
    };
    const whole = fresh();
    const [old] = await afterStart(whole);
    const told = run(whole, call, input);
    expect(told.stderr).toBe('');
    const steps = told.stdout.split('\n');
    expect(steps).toEqual(expect.arrayContaining([...passes]));
    const [done] = await afterStart(whole);
    expect(done).not.toEqual(old);

    const seen: string[] = [];
    for (const [step, name] of steps.entries()) {
      const dataDir = fresh();
      expect(run(dataDir, call, input, step).signal).toBe('SIGKILL');
      const [found, completed] = await afterStart(dataDir, call, input, done);
      const isDone = JSON.stringify(found) === JSON.stringify(done);
      seen.push(isDone ? 'new' : 'old');
      if (!isDone) expect(found, name).toEqual(old);
      expect(completed, name).toEqual(done);
    }
    // Once it is done it stays done.
    expect(seen).toEqual([...seen].sort().reverse());
    expect(new Set(seen).size).toBe(2);
  });
});

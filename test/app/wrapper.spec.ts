import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { DEMO_ID, startDemoServer } from '../builders/demo-server.ts';
import { runCli } from '../builders/run-cli.ts';
import { removeTemporaryFolders, temporaryFolder } from '../builders/test-engine.ts';
import { rootDir } from './harness-node.ts';

const PLUGIN = DEMO_ID;

afterAll(removeTemporaryFolders);

it('an interrupt through the wrapper for an older Node cancels, and the command still answers', { timeout: 30_000 }, async () => {
  const dataDir = temporaryFolder('data');
  const { server } = await startDemoServer();
  for (const args of [['server', server.url], ['update'], ['install', PLUGIN]]) await runCli(dataDir, 'plugins', ...args);
  server.faults.set(`firmware/${PLUGIN}/W70B-146.99.0.3.rom`, { kind: 'stall', after: 1000 });
  const wrapper = path.join(rootDir, 'bin/provdesk.cjs');
  const child = spawn('node', [wrapper, '--data', dataDir, 'packages', 'install', PLUGIN, 'W70B-fw', '--json'], {
    // The system's own Node first, as on a fresh machine.
    env: {
      ...process.env,
      PATH: (process.env.PATH ?? '')
        .split(':')
        .filter((dir) => !dir.includes('node_modules'))
        .join(':'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, progress] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    progress += chunk.toString();
  });
  await expect.poll(() => progress, { timeout: 15_000 }).toMatch(/"done":1000/);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.kill('SIGINT');
  expect(await closed).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    installed: [],
    failed: [{ id: 'W70B-fw', failure: { code: 'operations.cancelled' } }],
  });
  await server.stop();
});

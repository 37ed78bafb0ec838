import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
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

beforeEach(async () => {
  root = temporaryFolder('server');
  server = await startStaticServer(root);
  engine = await startTestEngine();
});
afterEach(async () => {
  await engine.stop();
  await server.stop();
});
afterAll(removeTemporaryFolders);

describe('the machine', () => {
  it('a port in use is named with its owner, and what was open serves on', async () => {
    const { http } = await engine.serve();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const port = (taken.address() as { port: number }).port;
    const refused = await failureOf(
      engine.client.serving.start({ listeners: [{ protocol: 'http', address: '127.0.0.1', port }] }),
    );
    expect(refused).toMatchObject({
      code: 'serving.port-in-use',
      facts: { port, address: '127.0.0.1', owner: expect.stringContaining(`process ${process.pid}`) },
    });
    expect((await fetch(`${http}/nothing`)).status).toBe(404);
    await new Promise((resolve) => taken.close(resolve));
  });

  it('an address that is not on this machine is told', async () => {
    const refused = await failureOf(
      engine.client.serving.start({ listeners: [{ protocol: 'tftp', address: '192.0.2.77', port: 0 }] }),
    );
    expect(refused.code).toBe('serving.address-unavailable');
  });

  it.runIf(canMount())('a disk without room for the downloads is told before anything is fetched', async () => {
    await onDisk('3m', async ({ small }) => {
      const refused = await failureOf(small.client.packages.installAll({ plugin: PLUGIN }));
      expect(refused).toMatchObject({ code: 'store.no-room', facts: { needed: expect.any(Number), free: expect.any(Number) } });
      expect(Number(refused.facts.needed)).toBeGreaterThan(Number(refused.facts.free));
      expect(server.asked.filter((name) => name.startsWith('firmware/'))).toEqual([]);
    });
  });

  it.runIf(canMount())(
    'a disk that fills up fails the package, leaves no partial file, and goes on once there is room',
    async () => {
      await onDisk('40m', async ({ small, mount }) => {
        const names = ['W70B-146.99.0.3.rom', 'T54W(T54)-96.99.0.12.rom', 'T46U(T43U)-108.99.0.10.rom'];
        for (const name of names) server.faults.set(`firmware/${PLUGIN}/${name}`, { kind: 'stall', after: 1000 });
        const { operation: id } = await small.client.packages.installAll({ plugin: PLUGIN });
        await expect
          .poll(async () => (await small.client.operations.get({ id })).items.filter(({ files }) => files[0]?.done === 1000))
          .toHaveLength(3);
        // Somebody else takes the room while the downloads are under way.
        execFileSync('mount', ['-o', 'remount,size=3m', mount]);
        server.faults.clear();
        const operation = await small.finished(Promise.resolve({ operation: id }));
        expect(operation.items.map((item) => item.failure?.code)).toContain('store.disk-full');
        expect(readdirSync(path.join(mount, 'data/tmp'))).toEqual([]);
        execFileSync('mount', ['-o', 'remount,size=40m', mount]);
        const again = await small.finished(small.client.operations.retryFailed({ id: operation.id }));
        expect(again.state).toBe('success');
      });
    },
  );
});

/** An engine on a disk of its own, of this size, with the demonstration plugin installed. */
async function onDisk(size: string, work: (parts: { small: TestEngine; mount: string }) => Promise<void>): Promise<void> {
  const mount = temporaryFolder('tmpfs');
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', mount]);
  const small = await startTestEngine({ dataDir: path.join(mount, 'data') });
  try {
    await buildPluginServer({ sources: [DEMO_PLUGIN], root, url: server.url, firmwareBytes: () => 1_500_000 });
    await small.client.plugins.setServer({ url: server.url });
    await small.client.plugins.update(undefined);
    await small.finished(small.client.plugins.install({ ids: [PLUGIN] }));
    await work({ small, mount });
  } finally {
    await small.stop();
    execFileSync('umount', [mount]);
  }
}

function canMount(): boolean {
  const probe = temporaryFolder('probe');
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe]).status !== 0) return false;
  spawnSync('umount', [probe]);
  return statSync(probe).isDirectory();
}

import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { DEMO_PLUGIN } from '../builders/provd-metadata.ts';
import { removeTemporaryFolders, startTestEngine } from '../builders/test-engine.ts';
import { QUICK } from '../builders/upgrade-site.ts';
import { startDemo } from '../demo/run-demo.ts';

afterAll(removeTemporaryFolders);

it('shows the main job: phones appear, and come back with the new version once Install all was pressed', {
  timeout: 60_000,
}, async () => {
  const engine = await startTestEngine({ upgrade: QUICK });
  const ended = new AbortController();
  const demo = await startDemo(engine.dataDir, ended.signal, 300);
  try {
    const devices = async () => (await engine.client.devices.list(undefined)).devices.filter(({ ssh }) => ssh === null);
    await expect.poll(async () => (await devices()).length, { timeout: 15_000 }).toBe(3);
    const plugin = path.basename(DEMO_PLUGIN);
    await engine.finished(engine.client.plugins.install({ ids: [plugin] }));
    expect((await engine.finished(engine.client.packages.installAll({ plugin }))).state).toBe('success');
    const ofModel = async (model: string) => (await devices()).find((device) => device.model === model);
    await expect.poll(async () => (await ofModel('T46U'))?.version, { timeout: 30_000 }).toBe('108.99.0.10');
    await expect.poll(async () => (await ofModel('T54W'))?.version, { timeout: 30_000 }).toBe('96.99.0.12');
    expect(await ofModel('T54W')).toMatchObject({ plugin, vendor: 'Yealink' });
  } finally {
    ended.abort();
    await demo.stop();
    await engine.stop();
  }
});

it('has three access points that can be flashed, one of which starts its old system again', { timeout: 60_000 }, async () => {
  const engine = await startTestEngine({ upgrade: QUICK });
  const ended = new AbortController();
  const demo = await startDemo(engine.dataDir, ended.signal, 300);
  try {
    const { client } = engine;
    const [build] = await client.images.builds({});
    const rollout = { canary: 0 };
    const { batch, operations } = await client.upgrades.start({ build: build?.id ?? '', rollout });
    expect(operations).toHaveLength(3);
    const ends = async () =>
      (await client.upgrades.operations({ batch: batch.id })).map(({ verdict }) => verdict ?? '').toSorted();
    await expect.poll(ends, { timeout: 20_000 }).toEqual(['rebooted-old', 'success', 'success']);
  } finally {
    ended.abort();
    await demo.stop();
    await engine.stop();
  }
});

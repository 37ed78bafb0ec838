import Sqlite from 'better-sqlite3';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { UpgradeStep } from '../../../src/shared/contract/upgrades.ts';
import { killedAt } from '../../builders/killed-upgrades.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';

afterAll(removeTemporaryFolders);

/** From now on no operation can be written. @returns makes room again */
function fillDisk(dataDir: string): () => void {
  const blocker = new Sqlite(path.join(dataDir, 'provdesk.db'));
  blocker.exec(
    `CREATE TRIGGER full BEFORE UPDATE ON upgrade_operation BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END`,
  );
  return () => {
    blocker.exec('DROP TRIGGER full');
    blocker.close();
  };
}

it('a disk that takes nothing while a device waits: it rests, the engine answers, and it goes on when there is room', async () => {
  const dataDir = temporaryFolder('data');
  let ahead = 0;
  const site = await UpgradeSite.start({ dataDir, now: () => Date.now() + ahead });
  const device = await site.device('ap-1');
  await site.device('ap-2');
  const image = await site.image();
  const freeDisk = fillDisk(dataDir);
  const [begun] = await site.start(image, ['ap-1']);

  const resting = await site.until(begun?.id ?? '', ({ failure }) => failure !== null);
  expect({ step: resting.step, flashes: device.state.flashes }).toEqual({ step: 'queued', flashes: 0 });
  // Each of these would wait for good where the engine turned in a circle.
  for (let turn = 0; turn < 3; turn += 1) await site.engine.client.upgrades.operations({});

  freeDisk();
  ahead = 60_000;
  await site.start(image, ['ap-2']);
  const ended = await site.ended(begun?.id ?? '');
  expect({ outcome: ended.outcome, flashes: device.state.flashes }).toEqual({ outcome: 'success', flashes: 1 });
  await site.stop();
});

it.each<UpgradeStep>(['verifying', 'rebooting'])(
  'a disk that takes nothing at the start after a kill at “%s”: the engine starts, and takes it up when there is room',
  async (step) => {
    const dataDir = temporaryFolder('data');
    const first = await UpgradeSite.start({ dataDir });
    const device = await first.device('ap-1');
    await first.device('ap-2');
    const image = await first.image();
    await first.engine.stop();
    expect(await killedAt(step, dataDir, { image: image.id, devices: ['ap-1'] })).toBe('SIGKILL');
    const freeDisk = fillDisk(dataDir);
    let ahead = 0;
    const now = () => Date.now() + ahead;
    const second = await UpgradeSite.start({ dataDir, resumeServing: true, now }, { backWithin: 600_000 });
    const [cut] = await second.engine.client.upgrades.operations({});
    expect({ step: cut?.step, told: cut?.failure !== null }).toEqual({ step, told: true });

    freeDisk();
    ahead = 60_000;
    await second.start(image, ['ap-2']);
    const ended = await second.ended(cut?.id ?? '');
    expect({ outcome: ended.outcome, failure: ended.failure, flashes: device.flashes }).toEqual({
      outcome: 'success',
      failure: null,
      flashes: 1,
    });
    expect(texts(ended).match(/Provdesk was ended/g)).toHaveLength(1);
    await second.stop();
    await first.stop();
  },
  30_000,
);

it('a device that talks without end while it is flashed fills no log', async () => {
  const site = await UpgradeSite.start();
  const device = await site.device('ap-1', { talksWhileFlashing: 5_000 });
  const ended = await site.flash(await site.image(), 'ap-1');
  expect(ended).toMatchObject({ outcome: 'success', verdict: 'success' });
  expect(ended.log.length).toBeLessThan(700);
  expect(texts(ended)).toContain('The device says more than is kept');
  expect(device.state.flashes).toBe(1);
  await site.stop();
});

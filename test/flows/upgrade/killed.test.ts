import { afterAll, expect, it } from 'vitest';
import type { UpgradePolicy } from '../../../src/shared/contract/upgrade-policy.ts';
import { UpgradeStep } from '../../../src/shared/contract/upgrades.ts';
import { failureOf } from '../../builders/coded-failure.ts';
import { killedAt } from '../../builders/killed-upgrades.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';

afterAll(removeTemporaryFolders);

const STEPS = UpgradeStep.options;
const before = STEPS.slice(STEPS.indexOf('connecting'), STEPS.indexOf('flashing'));
const after = STEPS.slice(STEPS.indexOf('rebooting'), STEPS.indexOf('done'));

/** A data folder on which an upgrade of one device was killed at that step, and the device. */
async function oneKilledAt(step: UpgradeStep, policy: Partial<UpgradePolicy> = {}) {
  const dataDir = temporaryFolder('data');
  const first = await UpgradeSite.start({ dataDir }, policy);
  const device = await first.device('ap-1');
  const image = await first.image();
  await first.engine.stop();
  expect(await killedAt(step, dataDir, { image: image.id, devices: ['ap-1'] })).toBe('SIGKILL');
  return { dataDir, device };
}

it.concurrent.each(before)('killed at “%s”: the next start begins again, and the device is flashed once', async (step) => {
  const { dataDir, device } = await oneKilledAt(step);
  expect(device.state.flashes).toBe(0);

  const second = await UpgradeSite.start({ dataDir, resumeServing: true });
  const [operation] = await second.engine.client.upgrades.operations({});
  const ended = await second.ended(operation?.id ?? '');
  expect({ outcome: ended.outcome, flashes: device.state.flashes, left: [...device.state.files.keys()] }).toEqual({
    outcome: 'success',
    flashes: 1,
    left: [],
  });
  expect(texts(ended)).toContain(`Provdesk was ended at “${step}”`);
  await second.stop();
  await device.stop();
});

it.concurrent('killed while it is queued, for its next try and behind another one: the next start flashes each once', async () => {
  const dataDir = temporaryFolder('data');
  const first = await UpgradeSite.start({ dataDir });
  const devices = [await first.device('ap-1', { cutAt: { command: /boot_id/, once: true } }), await first.device('ap-2')];
  const image = await first.image();
  await first.engine.stop();
  expect(await killedAt('queued', dataDir, { image: image.id, devices: ['ap-1', 'ap-2'] })).toBe('SIGKILL');

  const second = await UpgradeSite.start({ dataDir });
  const found = await second.engine.client.upgrades.operations({});
  expect(found.map(({ step, attempt }) => [step, attempt])).toEqual([
    ['queued', 1],
    ['queued', 0],
  ]);
  await second.engine.client.upgrades.resumeBatch({ id: found[0]?.batch ?? '' });
  for (const { id } of found) expect((await second.ended(id)).outcome).toBe('success');
  expect(devices.map(({ flashes }) => flashes)).toEqual([1, 1]);
  await second.stop();
  await Promise.all(devices.map((device) => device.stop()));
});

it.concurrent.each(after)('killed at “%s”: the next start asks the device, and sends it nothing', async (step) => {
  const { dataDir, device } = await oneKilledAt(step);
  const second = await UpgradeSite.start({ dataDir, resumeServing: true });
  const [operation] = await second.engine.client.upgrades.operations({});
  const ended = await second.ended(operation?.id ?? '');
  expect({ outcome: ended.outcome, verdict: ended.verdict, flashes: device.state.flashes }).toEqual({
    outcome: 'success',
    verdict: 'success',
    flashes: 1,
  });
  await second.stop();
  await device.stop();
});

it.concurrent('killed between writing down the flash and sending it: the device is never flashed by the next start', async () => {
  const { dataDir, device } = await oneKilledAt('flashing', { backWithin: 600_000 });
  device.state.grow(120); // The two minutes after which such a device is believed.
  const second = await UpgradeSite.start({ dataDir, resumeServing: true }, { backWithin: 600_000 });
  const [operation] = await second.engine.client.upgrades.operations({});
  const ended = await second.ended(operation?.id ?? '');
  expect({
    outcome: ended.outcome,
    verdict: ended.verdict,
    flashes: device.state.flashes,
    left: device.state.files.size,
  }).toEqual({
    outcome: 'failed',
    verdict: 'did-not-flash',
    flashes: 0,
    left: 0,
  });
  await second.stop();
  await device.stop();
});

it.concurrent('a closed lid: the engine is stopped in the middle, and the next start goes on by itself', async () => {
  const dataDir = temporaryFolder('data');
  const first = await UpgradeSite.start({ dataDir });
  const device = await first.device('ap-1', { downFor: 1_000 });
  const image = await first.image();
  const [begun] = await first.start(image, ['ap-1']);
  await first.until(begun?.id ?? '', ({ step }) => step === 'rebooting' || step === 'reconnecting');
  await first.engine.stop();

  const second = await UpgradeSite.start({ dataDir, resumeServing: true });
  const ended = await second.ended(begun?.id ?? '');
  expect({ outcome: ended.outcome, flashes: device.state.flashes }).toEqual({ outcome: 'success', flashes: 1 });
  await second.stop();
  await device.stop();
});

it.concurrent.each<UpgradeStep>(['uploading', 'rebooting'])(
  'killed at “%s”: an engine that resumes nothing by itself goes on when it is asked to, and flashes once in all',
  async (step) => {
    const { dataDir, device } = await oneKilledAt(step);

    const second = await UpgradeSite.start({ dataDir });
    const { client } = second.engine;
    const [batch] = await client.upgrades.batches(undefined);
    const [operation] = await client.upgrades.operations({});
    expect([batch?.state, operation?.step]).toEqual(['running', step]);
    expect(await client.upgrades.resumeBatch({ id: batch?.id ?? '' })).toMatchObject({ state: 'running' });
    const ended = await second.ended(operation?.id ?? '');
    expect([ended.outcome, device.state.flashes]).toEqual(['success', 1]);
    expect((await failureOf(client.upgrades.resumeBatch({ id: batch?.id ?? '' }))).code).toBe('upgrade.batch-not-paused');
    await second.stop();
    await device.stop();
  },
);

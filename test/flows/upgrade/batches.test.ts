import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { UpgradeBatch } from '../../../src/shared/contract/upgrades.ts';
import { listen } from '../../../src/shared/contract/client.ts';
import { failureOf } from '../../builders/coded-failure.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { UpgradeSite } from '../../builders/upgrade-site.ts';
import { SimulatedDevice } from '../../fakes/openwrt/simulated-device.ts';

let site: UpgradeSite;
beforeEach(async () => {
  site = await UpgradeSite.start();
});
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

async function batchUntil(id: string, reached: (batch: UpgradeBatch) => boolean): Promise<UpgradeBatch> {
  const { client, backend } = site.engine;
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`batch ${id} did not get there`)), 25_000);
    const hear = (batches: readonly UpgradeBatch[]) => {
      const batch = batches.find((one) => one.id === id);
      if (!batch || !reached(batch)) return;
      clearTimeout(timer);
      unsubscribe();
      resolve(batch);
    };
    const unsubscribe = listen(backend, 'upgrades.changed', ({ batches }) => hear(batches));
    client.upgrades.batches(undefined).then(hear, reject);
  });
}

const start = async (choice: Parameters<typeof site.engine.client.upgrades.plan>[0]) =>
  await site.engine.client.upgrades.start(choice);

async function identified(...names: string[]): Promise<void> {
  for (const device of names) await site.engine.client.upgrades.probe({ device });
}

it('goes by waves: the canary first, then the rest, and reports by whom, from what, to what', async () => {
  for (const name of ['ap-1', 'ap-2', 'ap-3']) await site.device(name);
  const image = await site.image();
  await identified('ap-1', 'ap-2', 'ap-3');

  const { batch, operations } = await start({ build: image.build, rollout: { canary: 1, wave: 2 } });
  expect(operations.map(({ wave }) => wave)).toEqual([0, 1, 1]);
  const ended = await batchUntil(batch.id, ({ finishedAt }) => finishedAt !== null);

  expect(ended).toMatchObject({ state: 'success', total: 3, succeeded: 3 });
  const after = await site.engine.client.upgrades.operations({ batch: batch.id });
  const canary = after.find(({ wave }) => wave === 0);
  const others = after.filter(({ wave }) => wave === 1);
  expect(others.every(({ startedAt }) => (startedAt ?? 0) >= (canary?.finishedAt ?? Number.POSITIVE_INFINITY))).toBe(true);
  const { html, csv } = await site.engine.client.upgrades.report({ id: batch.id });
  expect(csv.split('\r\n').filter((line) => line.includes('"success"'))).toHaveLength(3);
  expect(html).toContain('Devices: 3 · succeeded: 3 · failed: 0');
  for (const { after: seen } of after) expect(html).toContain(seen?.bootId.slice(0, 8));
});

it('pauses when the canary fails: nobody else is touched; and goes on over it when a person says so', async () => {
  await site.device('ap-1', { testRefuses: true });
  const second = await site.device('ap-2');
  const image = await site.image();
  await identified('ap-1', 'ap-2');

  const { batch } = await start({ build: image.build });
  expect(await batchUntil(batch.id, ({ state }) => state === 'paused')).toMatchObject({ pausedFor: { wave: 0, failed: 1 } });
  expect(second.state.flashes).toBe(0);

  await site.engine.client.upgrades.resumeBatch({ id: batch.id });
  expect(await batchUntil(batch.id, ({ finishedAt }) => finishedAt !== null)).toMatchObject({
    state: 'failed',
    succeeded: 1,
    aborted: 1,
  });
  expect(second.state.flashes).toBe(1);
});

it('retries the failed ones only, as a batch of their own', async () => {
  const first = await site.device('ap-1', { cutAt: { command: /sha256sum/, once: false } });
  const second = await site.device('ap-2');
  const image = await site.image();
  await identified('ap-1', 'ap-2');
  const { batch } = await start({ build: image.build, rollout: { canary: 0, stopAfterWave: 5 } });
  await batchUntil(batch.id, ({ finishedAt }) => finishedAt !== null);
  expect([first.state.flashes, second.state.flashes]).toEqual([0, 1]);

  Object.assign(first.state, { traits: { ...first.state.traits, cutAt: undefined } });
  const again = await site.engine.client.upgrades.retryFailed({ id: batch.id });
  expect(again.operations.map(({ deviceName }) => deviceName)).toEqual(['ap-1']);
  expect(await batchUntil(again.batch.id, ({ finishedAt }) => finishedAt !== null)).toMatchObject({ state: 'success', total: 1 });
  expect([first.state.flashes, second.state.flashes]).toEqual([1, 1]);
});

it('a pause starts no new device, and a cancelled batch leaves those alone that had not begun', async () => {
  const devices = await Promise.all(['ap-1', 'ap-2', 'ap-3'].map((name) => site.device(name)));
  const image = await site.image();
  await identified('ap-1', 'ap-2', 'ap-3');
  await site.engine.client.upgrades.setPolicy({ atOnce: 1 });
  const { batch, operations } = await start({ build: image.build, rollout: { canary: 0 } });
  await site.until(operations[0]?.id ?? '', ({ step }) => step !== 'queued');
  await site.engine.client.upgrades.pauseBatch({ id: batch.id });
  await site.ended(operations[0]?.id ?? '');
  const cancelled = await site.engine.client.upgrades.cancelBatch({ id: batch.id });
  expect(cancelled).toMatchObject({ state: 'cancelled', succeeded: 1, cancelled: 2 });
  expect(devices.map(({ state }) => state.flashes).reduce((sum, one) => sum + one, 0)).toBe(1);
});

it.each([
  ['while services are stopped', /init\.d\/\w+ stop/, 'preflight'],
  ['in the middle of the upload', /^(cat >|dd of=)/, 'uploading'],
  ['during the device’s own test', /--test/, 'testing'],
])('cancels before the point of no return, %s, and leaves nothing there', async (_when, command, step) => {
  const MIB = 1024 * 1024;
  const device = await site.device('ap-1', { memory: 6 * MIB, perService: 2 * MIB, slowAt: { command, milliseconds: 400 } });
  const [begun] = await site.start(await site.image({ size: 2 * MIB }), ['ap-1']);
  await site.until(begun?.id ?? '', (operation) => operation.step === step);
  await site.engine.client.upgrades.cancel({ id: begun?.id ?? '' });
  const ended = await site.ended(begun?.id ?? '');
  expect(ended).toMatchObject({ outcome: 'cancelled', failure: { code: 'upgrade.cancelled' }, stopped: [] });
  expect([device.state.flashes, device.state.files.size, device.state.stopped.size]).toEqual([0, 0, 0]);
});

it('refuses to cancel once the command went out', async () => {
  await site.device('ap-1', { downFor: 600 });
  const [begun] = await site.start(await site.image(), ['ap-1']);
  await site.until(begun?.id ?? '', ({ step }) => step === 'reconnecting');
  expect((await failureOf(site.engine.client.upgrades.cancel({ id: begun?.id ?? '' }))).code).toBe('upgrade.past-no-return');
  expect((await site.ended(begun?.id ?? '')).outcome).toBe('success');
  expect((await failureOf(site.engine.client.upgrades.cancel({ id: begun?.id ?? '' }))).code).toBe('upgrade.not-running');
});

it('works on a device once at a time', async () => {
  await site.device('ap-1', { downFor: 500 });
  const image = await site.image();
  await site.start(image, ['ap-1']);
  expect((await failureOf(site.start(image, ['ap-1']))).code).toBe('upgrade.no-devices');
  const plan = await site.engine.client.upgrades.plan({ image: image.id, devices: ['ap-1'] });
  expect(plan.skipped.map(({ failure }) => failure.code)).toEqual(['upgrade.already-running']);
});

it('keeps an upgrade of a device that is off, and begins when it answers', async () => {
  const device = await SimulatedDevice.start();
  site.devices.push(device);
  await site.know('ap-1', device);
  await device.goDown();
  const image = await site.image();
  const [begun] = await site.start(image, ['ap-1'], { persistent: true });
  await site.until(begun?.id ?? '', ({ pending }) => pending);
  await device.listen();
  const ended = await site.ended(begun?.id ?? '');
  expect({ outcome: ended.outcome, flashes: device.state.flashes }).toEqual({ outcome: 'success', flashes: 1 });
});

it('begins a scheduled batch at its time, and not before', async () => {
  const device = await site.device('ap-1');
  const image = await site.image();
  await identified('ap-1');
  const startAt = Date.now() + 700;
  const { batch } = await start({ build: image.build, startAt });
  expect(batch.state).toBe('scheduled');
  const ended = await batchUntil(batch.id, ({ finishedAt }) => finishedAt !== null);
  const [operation] = await site.engine.client.upgrades.operations({ batch: batch.id });
  expect([ended.state, (operation?.startedAt ?? 0) >= startAt, device.state.flashes]).toEqual(['success', true, 1]);
});

it('touches nobody else where the first device was cancelled, as nothing is proved', async () => {
  await site.device('ap-1', { slowAt: { command: /sha256sum/, milliseconds: 300 } });
  const second = await site.device('ap-2');
  const image = await site.image();
  await identified('ap-1', 'ap-2');
  const { batch, operations } = await start({ build: image.build });
  await site.until(operations[0]?.id ?? '', ({ step }) => step === 'verifying');
  await site.engine.client.upgrades.cancel({ id: operations[0]?.id ?? '' });
  expect(await batchUntil(batch.id, ({ state }) => state === 'paused')).toMatchObject({ pausedFor: { unproved: 0 } });
  expect(second.state.flashes).toBe(0);
  await site.engine.client.upgrades.resumeBatch({ id: batch.id });
  expect(await batchUntil(batch.id, ({ finishedAt }) => finishedAt !== null)).toMatchObject({ succeeded: 1, cancelled: 1 });
});

it('lets another device go first where the first one is off, in the order in which they were named', async () => {
  const off = await SimulatedDevice.start();
  site.devices.push(off);
  await site.know('ap-3', off);
  await off.goDown();
  for (const name of ['ap-1', 'ap-2']) await site.device(name);
  const image = await site.image();
  await site.engine.client.upgrades.setPolicy({ firstWait: 60_000, longestWait: 60_000 });
  const devices = ['ap-3', 'ap-2', 'ap-1'];
  const { operations } = await start({ image: image.id, devices, wishes: { persistent: true } });
  expect(operations.map(({ deviceName, wave }) => [deviceName, wave])).toEqual([
    ['ap-3', 0],
    ['ap-2', 1],
    ['ap-1', 1],
  ]);
  const [, second, first] = operations.map(({ id }) => id);
  const one = await site.ended(second ?? '');
  const other = await site.ended(first ?? '');
  expect([one.wave, other.wave, one.outcome, other.outcome]).toEqual([0, 1, 'success', 'success']);
  expect(other.startedAt).toBeGreaterThanOrEqual(one.finishedAt ?? Number.POSITIVE_INFINITY);
});

it('begins what waits for a device that is off as soon as that is probed', async () => {
  const device = await SimulatedDevice.start();
  site.devices.push(device);
  await site.know('ap-1', device);
  await device.goDown();
  await site.engine.client.upgrades.setPolicy({ firstWait: 60_000, longestWait: 60_000 });
  const [begun] = await site.start(await site.image(), ['ap-1'], { persistent: true });
  await site.until(begun?.id ?? '', ({ pending }) => pending);
  await device.listen();
  await identified('ap-1');
  expect([(await site.ended(begun?.id ?? '')).outcome, device.state.flashes]).toEqual(['success', 1]);
});

it('keeps its time where a scheduled batch is paused and gone on with', async () => {
  const device = await site.device('ap-1');
  const image = await site.image();
  await identified('ap-1');
  const startAt = Date.now() + 3_600_000;
  const { batch } = await start({ build: image.build, startAt });
  expect(await site.engine.client.upgrades.pauseBatch({ id: batch.id })).toMatchObject({ state: 'paused', startAt });
  expect(await site.engine.client.upgrades.resumeBatch({ id: batch.id })).toMatchObject({ state: 'scheduled', startAt });
  const later = startAt + 3_600_000;
  expect(await site.engine.client.upgrades.resumeBatch({ id: batch.id, startAt: later })).toMatchObject({ startAt: later });
  expect(device.state.flashes).toBe(0);
});

it('asks before it begins what missed its time while nobody was there', async () => {
  const device = await site.device('ap-1');
  const image = await site.image();
  await identified('ap-1');
  const startAt = Date.now() + 3_600_000;
  const { batch } = await start({ build: image.build, startAt });
  const { dataDir } = site.engine;
  await site.engine.stop();

  const now = () => Date.now() + 9 * 3_600_000;
  const second = await UpgradeSite.start({ dataDir, resumeServing: true, now });
  const { client } = second.engine;
  expect(await client.upgrades.batches(undefined)).toMatchObject([{ state: 'paused', pausedFor: { missed: startAt } }]);
  expect(device.state.flashes).toBe(0);
  await client.upgrades.resumeBatch({ id: batch.id });
  const [operation] = await client.upgrades.operations({ batch: batch.id });
  expect([(await second.ended(operation?.id ?? '')).outcome, device.state.flashes]).toEqual(['success', 1]);
  await second.stop();
});

it.each<[string, Parameters<typeof site.engine.client.upgrades.plan>[0], string]>([
  ['options that exclude each other', { wishes: { options: { n: true, c: true } } }, 'upgrade.options-conflict'],
  ['neither build nor image', {}, 'upgrade.choice-missing'],
  ['a build that is not there', { build: 'nowhere' }, 'builds.unknown'],
  ['an image that is not there', { image: 'nowhere' }, 'images.unknown'],
  ['a device that is not there', { image: 'any', devices: ['nowhere'] }, 'devices.unknown'],
  ['a time that has passed', { image: 'any', devices: ['ap-1'], startAt: Date.now() - 60_000 }, 'upgrade.start-passed'],
  ['a time too far away', { image: 'any', devices: ['ap-1'], startAt: Date.now() + 400 * 86_400_000 }, 'upgrade.start-too-far'],
])('refuses %s, and begins nothing', async (_what, choice, code) => {
  await site.device('ap-1');
  const image = await site.image();
  const named = choice.image === 'any' ? { ...choice, image: image.id } : choice;
  expect((await failureOf(start(named))).code).toBe(code);
  expect(await site.engine.client.upgrades.batches(undefined)).toEqual([]);
});

it('begins a plan by its name, as it was shown; and not one that would be another by now', async () => {
  const first = await site.device('ap-1');
  const image = await site.image();
  await identified('ap-1');
  const { client } = site.engine;
  const plan = await client.upgrades.plan({ build: image.build });
  const { batch } = await client.upgrades.start({ plan: plan.id });
  expect(await batchUntil(batch.id, ({ finishedAt }) => finishedAt !== null)).toMatchObject({ state: 'success' });
  expect(first.state.flashes).toBe(1);

  await site.device('ap-2');
  await identified('ap-2');
  expect((await failureOf(client.upgrades.start({ plan: plan.id }))).code).toBe('upgrade.plan-changed');
  expect((await failureOf(client.upgrades.start({ plan: 'nowhere' }))).code).toBe('upgrade.plan-unknown');
});

it('begins more devices the moment that more at once are allowed', async () => {
  await Promise.all(['ap-1', 'ap-2'].map((name) => site.device(name, { flash: 'never-back' })));
  await site.engine.client.upgrades.setPolicy({ atOnce: 1 });
  const { operations } = await start({
    image: (await site.image()).id,
    devices: ['ap-1', 'ap-2'],
    rollout: { canary: 0, wave: 2 },
  });
  await site.until(operations[0]?.id ?? '', ({ step }) => step === 'reconnecting');
  await site.engine.client.upgrades.setPolicy({ atOnce: 2 });
  await site.until(operations[1]?.id ?? '', ({ step }) => step === 'reconnecting');
});

it('changes one number of the policy, and leaves the others as they were', async () => {
  const { client } = site.engine;
  const before = await client.upgrades.policy(undefined);
  expect(await client.upgrades.setPolicy({ atOnce: 7 })).toEqual({ ...before, atOnce: 7 });
});

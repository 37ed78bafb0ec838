import { afterAll, afterEach, expect, it } from 'vitest';
import { killedAt } from '../../builders/killed-upgrades.ts';
import { runCliJson, startServe } from '../../builders/run-cli.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';

let site: UpgradeSite;
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

it('a try that was killed with Provdesk is none of the device’s tries', async () => {
  const dataDir = temporaryFolder('data');
  site = await UpgradeSite.start({ dataDir }, { retries: 1 });
  const device = await site.device('ap-1', { cutAt: { command: /sha256sum/, once: true } });
  const image = await site.image();
  await site.engine.stop();
  expect(await killedAt('uploading', dataDir, { image: image.id, devices: ['ap-1'] })).toBe('SIGKILL');

  site = await UpgradeSite.start({ dataDir, resumeServing: true }, { retries: 1 });
  site.devices.push(device);
  const [operation] = await site.engine.client.upgrades.operations({});
  const ended = await site.ended(operation?.id ?? '');
  expect([ended.outcome, ended.attempt, ended.cutShort, device.flashes], texts(ended)).toEqual(['success', 2, 0, 1]);
});

it('“serve” goes on by itself with what was cut short, with addresses on its command line too', async () => {
  const dataDir = temporaryFolder('data');
  site = await UpgradeSite.start({ dataDir });
  const device = await site.device('ap-1');
  const image = await site.image();
  await site.engine.stop();
  expect(await killedAt('verifying', dataDir, { image: image.id, devices: ['ap-1'] })).toBe('SIGKILL');
  const { stop } = await startServe(dataDir, '--no-ui', '--http', '127.0.0.1:0');
  try {
    const state = async () => {
      const { document } = await runCliJson(dataDir, 'upgrade', 'status');
      return (document['batches'] as { state: string }[])[0]?.state;
    };
    await expect.poll(state, { timeout: 20_000 }).toBe('success');
    expect(device.flashes).toBe(1);
  } finally {
    await stop();
  }
}, 40_000);

it('what Provdesk was ended in ten times in a row is given up, and tidied up', async () => {
  const dataDir = temporaryFolder('data');
  site = await UpgradeSite.start({ dataDir });
  const device = await site.device('ap-1', { slowAt: { command: /sha256sum/, milliseconds: 20_000 } });
  const [begun] = await site.start(await site.image(), ['ap-1']);
  const id = begun?.id ?? '';
  for (let time = 1; time <= 10; time += 1) {
    expect(await site.until(id, ({ step }) => step === 'verifying')).toMatchObject({ attempt: 1, cutShort: time - 1 });
    await site.engine.stop();
    site = await UpgradeSite.start({ dataDir, resumeServing: true });
  }
  site.devices.push(device);
  const ended = await site.ended(id);
  expect(ended).toMatchObject({
    outcome: 'failed',
    failure: { code: 'upgrade.cut-short', facts: { device: 'ap-1', count: 10 } },
  });
  expect(await site.engine.client.upgrades.batches(undefined)).toMatchObject([{ state: 'failed', failed: 1 }]);
  await site.until(id, ({ untidy }) => !untidy);
  expect([device.brought(), device.flashes]).toEqual([[], 0]);
});

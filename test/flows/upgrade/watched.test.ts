import { afterAll, afterEach, expect, it } from 'vitest';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { QUICK, texts, UpgradeSite } from '../../builders/upgrade-site.ts';

let site: UpgradeSite;
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

const MIB = 1024 * 1024;

it('a retry of a device that was away, and had taken its flash, sends it nothing, reinstallation or not', async () => {
  site = await UpgradeSite.start({}, { backWithin: 1_000 });
  const device = await site.device('ap-1', { flash: 'never-back' });
  const image = await site.image();
  const first = await site.flash(image, 'ap-1', { reinstall: true });
  expect(first).toMatchObject({ outcome: 'failed', verdict: 'unreachable' });
  await site.engine.client.upgrades.setPolicy({ retries: 20 });
  const { operations } = await site.engine.client.upgrades.retryFailed({ id: first.batch ?? '' });
  await site.until(operations[0]?.id ?? '', ({ failure }) => failure !== null);

  device.state.restart({ version: '23.05.5', revision: 'r24106-10cc5fcd00' });
  await device.listen();
  const second = await site.ended(operations[0]?.id ?? '');
  expect({ outcome: second.outcome, verdict: second.verdict, flashes: device.state.flashes }, texts(second)).toEqual({
    outcome: 'success',
    verdict: 'not-needed',
    flashes: 1,
  });
  await site.until(first.id, ({ verdict }) => verdict === 'success');
});

it('the watch of a former upgrade leaves alone what another one has brought and stopped meanwhile', async () => {
  const watch = { ...QUICK.watch, soon: 300, later: 300 };
  site = await UpgradeSite.start({ upgrade: { ...QUICK, watch } }, { backWithin: 1_000, retries: 0 });
  const device = await site.device('ap-1', {
    memory: 6 * MIB,
    perService: 4 * MIB,
    flash: 'never-back',
    slowAt: { command: /sha256sum/, milliseconds: 1_000 },
  });
  const image = await site.image();
  const first = await site.flash(image, 'ap-1');
  expect(first).toMatchObject({ verdict: 'unreachable', watching: true });

  device.state.restart(device.state.release);
  await device.listen();
  const second = await site.flash(image, 'ap-1');
  expect(second.failure?.code, texts(second)).not.toBe('upgrade.upload-failed');
  expect(device.state.flashes, texts(second)).toBe(2);
  const former = await site.engine.client.upgrades.operation({ id: first.id });
  expect(former.operation.verdict).toBe('rebooted-old');
});

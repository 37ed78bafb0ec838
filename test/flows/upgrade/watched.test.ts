import { afterAll, afterEach, expect, it } from 'vitest';
import type { ImageWish } from '../../builders/openwrt-image.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { SimulatedDevice } from '../../fakes/openwrt/simulated-device.ts';
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

/** The command went out and nothing came of it: the device was off for a while, in the same boot. */
async function unreachable(device: SimulatedDevice) {
  Object.assign(device.state, { traits: { ...device.state.traits, flash: 'never-back', downFor: 0 } });
  const ended = await site.flash(await site.image(), 'ap-1');
  expect(ended).toMatchObject({ outcome: 'failed', verdict: 'unreachable', watching: true });
  Object.assign(device.state, { traits: { ...device.state.traits, flash: 'ok' } });
  device.state.sysupgrades.clear();
  await device.listen();
  return ended;
}

it.each<[string, string, ImageWish]>([
  ['to the same build', 'ap-1', {}],
  ['to another build', 'ap-1', { version: '24.10.0', revision: 'r28427-6df0e3d02a' }],
  ['to the same build, under another name', 'ap-1 by name', {}],
])(
  'a device is flashed anew, %s, while a former upgrade of it is watched still: that one takes nothing for its own',
  async (_to, name, wish) => {
    site = await UpgradeSite.start({}, { backWithin: 1_000 });
    const device = await site.device('ap-1');
    await site.know('ap-1 by name', { host: 'localhost', port: device.port });
    const first = await unreachable(device);
    const image = await site.image(wish, `openwrt-${wish.version ?? 'again'}-squashfs-sysupgrade.bin`);
    const second = await site.flash(image, name);
    expect([second.outcome, second.verdict, device.flashes], texts(second)).toEqual(['success', 'success', 2]);
    const former = await site.until(first.id, ({ watching }) => !watching);
    expect(former).toMatchObject({
      outcome: 'failed',
      verdict: 'unreachable',
      failure: { code: 'upgrade.not-back' },
      after: null,
    });
    expect(texts(await site.ended(first.id))).toContain('told to flash again since');
  },
);

it('a former upgrade is watched on while another device is flashed that was given the same configuration, its key too', async () => {
  site = await UpgradeSite.start({}, { backWithin: 1_000 });
  const device = await site.device('ap-1', { flash: 'never-back', downFor: 0 });
  const other = await aTwin(device);
  const image = await site.image();
  const first = await site.flash(image, 'ap-1');
  expect((await site.flash(image, 'ap-2')).outcome).toBe('success');
  device.state.restart(other.release);
  await device.listen();
  expect(await site.until(first.id, ({ watching }) => !watching)).toMatchObject({ outcome: 'success', verdict: 'success' });
});

async function aTwin(device: SimulatedDevice): Promise<SimulatedDevice> {
  const other = await SimulatedDevice.start();
  site.devices.push(other);
  await other.goDown();
  other.hostKey = device.hostKey;
  await other.listen();
  await site.know('ap-2', other);
  return other;
}

import { afterAll, afterEach, expect, it } from 'vitest';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';
import type { SimulatedDevice } from '../../fakes/openwrt/simulated-device.ts';

const MIB = 1024 * 1024;
/** Short of memory, so that services are stopped for it. */
const SMALL = { memory: 6 * MIB, perService: 4 * MIB };
const LONG_WAIT = { firstWait: 60_000, longestWait: 60_000 };

let site: UpgradeSite;
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

/** What of an upgrade is on the device still. */
function leftOn(device: SimulatedDevice): { stopped: string[]; files: string[] } {
  return { stopped: device.stoppedServices(), files: device.brought() };
}

const NOTHING = { stopped: [], files: [] };

it.each([
  ['services stopped', SMALL, /^(cat >|printf ab)/],
  ['only a file there', {}, /sha256sum/],
])(
  'cancelled while it waits for another try, %s: the device is tidied up before it is told as cancelled',
  async (_what, traits, at) => {
    site = await UpgradeSite.start({}, LONG_WAIT);
    const device = await site.device('ap-1', { ...traits, goesAwayAt: at });
    const [begun] = await site.start(await site.image(), ['ap-1']);
    const waiting = await site.until(begun?.id ?? '', ({ step, dueAt }) => step === 'queued' && dueAt !== null);
    expect(waiting.untidy || waiting.stopped.length > 0).toBe(true);
    expect(leftOn(device)).not.toEqual(NOTHING);

    await device.listen();
    await site.engine.client.upgrades.cancel({ id: waiting.id });
    const ended = await site.ended(waiting.id);
    expect(ended).toMatchObject({ outcome: 'cancelled', failure: { code: 'upgrade.cancelled' }, stopped: [], untidy: false });
    expect(leftOn(device)).toEqual(NOTHING);
  },
);

it('cancelled, and the engine ended before the device could be tidied up: the next start does it', async () => {
  site = await UpgradeSite.start({}, LONG_WAIT);
  const device = await site.device('ap-1', { ...SMALL, goesAwayAt: /sha256sum/ });
  const [begun] = await site.start(await site.image(), ['ap-1']);
  const id = begun?.id ?? '';
  await site.until(id, ({ step, dueAt }) => step === 'queued' && dueAt !== null);
  await site.engine.client.upgrades.cancel({ id });
  await site.engine.stop();
  expect(leftOn(device)).not.toEqual(NOTHING);

  await device.listen();
  site = await UpgradeSite.start({ dataDir: site.engine.dataDir, resumeServing: true }, LONG_WAIT);
  site.devices.push(device);
  await site.until(id, ({ step, untidy, stopped }) => step === 'done' && !untidy && stopped.length === 0);
  expect(leftOn(device)).toEqual(NOTHING);
});

it('fails for good while the device is away: says what is left there, and tidies up when it is back', async () => {
  site = await UpgradeSite.start({}, { retries: 0, firstWait: 50, longestWait: 50 });
  const device = await site.device('ap-1', { ...SMALL, goesAwayAt: /sha256sum/ });
  const ended = await site.flash(await site.image(), 'ap-1');
  expect(ended).toMatchObject({ outcome: 'failed', untidy: true });
  expect(ended.stopped).toEqual(device.stoppedServices());
  expect(texts(ended)).toContain('Still on the device: the image, uhttpd');

  await device.listen();
  await site.until(ended.id, ({ untidy, stopped }) => !untidy && stopped.length === 0);
  expect(leftOn(device)).toEqual(NOTHING);
});

it('looks for it again after a restart of the engine, and a probe tidies up at once', async () => {
  site = await UpgradeSite.start({}, { retries: 0, ...LONG_WAIT });
  const device = await site.device('ap-1', { goesAwayAt: /sha256sum/ });
  const ended = await site.flash(await site.image(), 'ap-1');
  await site.engine.stop();
  site = await UpgradeSite.start({ dataDir: site.engine.dataDir, resumeServing: true }, LONG_WAIT);
  site.devices.push(device);
  await device.listen();
  await site.engine.client.upgrades.probe({ device: 'ap-1' });
  expect(await site.ended(ended.id)).toMatchObject({ untidy: false, stopped: [] });
  expect(leftOn(device)).toEqual(NOTHING);
});

it('the next upgrade of the device starts again what the one before had stopped', async () => {
  site = await UpgradeSite.start({}, { retries: 0, ...LONG_WAIT });
  const device = await site.device('ap-1', { ...SMALL, goesAwayAt: /sha256sum/ });
  const image = await site.image();
  const first = await site.flash(image, 'ap-1');
  await device.listen();
  const second = await site.flash(image, 'ap-1', { mayStopServices: false });
  expect(second).toMatchObject({ outcome: 'aborted', failure: { code: 'upgrade.low-memory' } });
  expect(leftOn(device)).toEqual(NOTHING);
  expect(await site.ended(first.id)).toMatchObject({ untidy: false, stopped: [] });
});

it('a device that has restarted meanwhile has nothing left, and none of its services is touched', async () => {
  site = await UpgradeSite.start({}, { retries: 0, ...LONG_WAIT });
  const device = await site.device('ap-1', { ...SMALL, goesAwayAt: /sha256sum/ });
  const first = await site.flash(await site.image(), 'ap-1');
  device.state.restart(device.state.release);
  const before = device.commands().length;
  await device.listen();
  await site.engine.client.upgrades.probe({ device: 'ap-1' });
  expect(await site.ended(first.id)).toMatchObject({ untidy: false, stopped: [] });
  expect(
    device
      .commands()
      .slice(before)
      .filter((command) => command.includes('init.d')),
  ).toEqual([]);
});

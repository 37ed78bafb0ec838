import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';

let site: UpgradeSite;
beforeEach(async () => {
  site = await UpgradeSite.start();
});
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

it('flashes a device, and says so when the device itself shows another boot and the new release', async () => {
  const device = await site.device('ap-1');
  const firstBoot = device.state.bootId;
  const image = await site.image();

  const ended = await site.flash(image, 'ap-1');

  expect(ended).toMatchObject({ step: 'done', outcome: 'success', verdict: 'success', failure: null, attempt: 1 });
  expect(ended.before).toMatchObject({ release: '22.03.5', bootId: firstBoot, board: 'example,ap-1-v2' });
  expect(ended.after).toMatchObject({ release: '23.05.5', bootId: device.state.bootId });
  expect(ended.backup?.size).toBeGreaterThan(18);
  expect(device.state.flashes).toBe(1);
  expect(device.state.files.size).toBe(0);
  expect(texts(ended)).toMatch(
    /Connected[\s\S]*whole[\s\S]*own test accepts[\s\S]*> \/sbin\/sysupgrade -v '[\s\S]*It runs OpenWrt 23\.05\.5/,
  );
});

it('tells a device that runs the build already, and sends it nothing', async () => {
  const device = await site.device('ap-1', { release: { version: '23.05.5', revision: 'r24106-10cc5fcd00' } });
  const image = await site.image();

  const ended = await site.flash(image, 'ap-1');

  expect(ended).toMatchObject({ outcome: 'success', verdict: 'not-needed', commandSentAt: null });
  expect(device.state.commands.some((command) => command.startsWith('cat >'))).toBe(false);
});

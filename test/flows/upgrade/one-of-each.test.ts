import { afterAll, afterEach, expect, it } from 'vitest';
import { failureOf } from '../../builders/coded-failure.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { QUICK, texts, UpgradeSite } from '../../builders/upgrade-site.ts';

let site: UpgradeSite;
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

it('refuses a second active device at an address, by adding it and by changing one, and names the first', async () => {
  site = await UpgradeSite.start();
  const { host, port } = await site.device('ap-1');
  await site.device('ap-2');
  const { devices } = site.engine.client;
  const taken = { code: 'devices.address-taken', facts: { device: 'ap-1', host, port } };
  const ssh = { host, port, credentials: ['site'] };
  expect(await failureOf(devices.add({ mac: '00:15:65:00:00:01', ssh }))).toEqual(taken);
  const { devices: known } = await devices.list(undefined);
  expect(known.map(({ name }) => name)).toEqual(['ap-1', 'ap-2']);
  const second = known[1];
  expect(await failureOf(devices.change({ id: second?.id ?? '', name: 'renamed', ssh }))).toEqual(taken);
  expect((await devices.list(undefined)).devices[1]).toEqual(second);
  // Put away, it may keep the address of the one that took its place.
  expect(await devices.change({ id: second?.id ?? '', ssh: { ...ssh, active: false } })).toMatchObject({
    ssh: { active: false },
  });
  expect(await failureOf(devices.change({ id: second?.id ?? '', ssh }))).toEqual(taken);
});

it('flashes a device that is known under two addresses once: the other operation touches nothing', async () => {
  site = await UpgradeSite.start();
  const device = await site.device('ap-1', { slowAt: { command: /sha256sum|sysupgrade -b/, milliseconds: 200 } });
  await site.know('ap-1 by name', { host: 'localhost', port: device.port });
  const { id: image } = await site.image();
  const { operations } = await site.engine.client.upgrades.start({
    image,
    devices: ['ap-1', 'ap-1 by name'],
    rollout: { canary: 0 },
    wishes: { reinstall: true },
  });
  const ended = await Promise.all(operations.map(({ id }) => site.ended(id)));
  expect(ended.map(({ outcome, failure }) => [outcome, failure?.code]).toSorted()).toEqual([
    ['aborted', 'upgrade.same-device'],
    ['success', undefined],
  ]);
  expect(device.state.flashes).toBe(1);
  expect(device.commands().filter((command) => command.startsWith('rm -f /tmp/provdesk-*'))).toHaveLength(1);
});

it('flashes a device once that has restarted, and is known under another address, before its first upgrade has heard of it', async () => {
  const watch = { ...QUICK.watch, soon: 6_000, later: 6_000 };
  site = await UpgradeSite.start({ upgrade: { ...QUICK, watch } }, { retries: 20 });
  const device = await site.device('ap-1', { downFor: 100 });
  await site.know('ap-1 by name', { host: 'localhost', port: device.port });
  const image = await site.image();
  const [first] = await site.start(image, ['ap-1'], { reinstall: true });
  await expect.poll(() => device.release.version).toBe('23.05.5');
  const other = await site.flash(image, 'ap-1 by name', { reinstall: true });
  expect(other, texts(other)).toMatchObject({ outcome: 'aborted', failure: { code: 'upgrade.same-device' } });
  expect([(await site.ended(first?.id ?? '')).outcome, device.flashes]).toEqual(['success', 1]);
});

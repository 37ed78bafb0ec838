import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf } from '../../builders/coded-failure.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';

/** Of OpenWISP's own list, what no other flow shows. @see docs/openwisp-acceptance.md */

let site: UpgradeSite;
beforeEach(async () => {
  site = await UpgradeSite.start();
});
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

it('tries a device that is off as often as it may, and then says so', async () => {
  const device = await site.device('ap-1');
  await device.goDown();
  const ended = await site.flash(await site.image(), 'ap-1');
  expect(ended).toMatchObject({ outcome: 'failed', verdict: null, attempt: 3, failure: { code: 'ssh.unreachable' } });
  expect(texts(ended).match(/Try \d of 3/g)).toEqual(['Try 2 of 3', 'Try 3 of 3']);
});

it('goes on watching a device whose address was taken away, and finds it at the next one', async () => {
  const device = await site.device('ap-1', { downFor: 300 });
  const { client } = site.engine;
  const [begun] = await site.start(await site.image(), ['ap-1']);
  await site.until(begun?.id ?? '', ({ step }) => step === 'reconnecting');
  await client.devices.change({ id: 'ap-1', ssh: null });
  await expect
    .poll(async () => (await client.upgrades.operation({ id: begun?.id ?? '' })).log.map(({ text }) => text).join('\n'))
    .toContain('ap-1 has no');
  await client.devices.change({ id: 'ap-1', ssh: { host: device.host, port: device.port, credentials: ['site'] } });
  expect(await site.ended(begun?.id ?? '')).toMatchObject({ outcome: 'success', verdict: 'success' });
});

it('ends an upgrade that takes too long before the flash, and leaves nothing there', async () => {
  await site.engine.client.upgrades.setPolicy({ prepareWithin: 1_000 });
  const device = await site.device('ap-1', { slowAt: { command: /--test/, milliseconds: 3_000 } });
  const ended = await site.flash(await site.image(), 'ap-1');
  expect(ended).toMatchObject({ outcome: 'failed', failure: { code: 'upgrade.took-too-long' } });
  expect([device.flashes, device.brought()]).toEqual([0, []]);
  expect(texts(ended)).toContain(ended.failure?.message);
});

it('leaves a device alone that was deactivated, or lost its credentials, while it waited', async () => {
  const { client } = site.engine;
  const devices = [await site.device('ap-1', { downFor: 400 }), await site.device('ap-2'), await site.device('ap-3')];
  await client.upgrades.setPolicy({ atOnce: 1 });
  const operations = await site.start(await site.image(), ['ap-1', 'ap-2', 'ap-3']);
  await site.until(operations[0]?.id ?? '', ({ step }) => step !== 'queued');
  const at = (index: number) => ({ host: '127.0.0.1', port: devices[index]?.port ?? 0 });
  await client.devices.change({ id: 'ap-2', ssh: { ...at(1), credentials: ['site'], active: false } });
  await client.devices.change({ id: 'ap-3', ssh: { ...at(2), credentials: [] } });
  const codes = await Promise.all(operations.map(async ({ id }) => (await site.ended(id)).failure?.code));
  expect(codes).toEqual([undefined, 'upgrade.deactivated', 'upgrade.no-credentials']);
  expect(devices.map(({ flashes, logins }) => [flashes, logins > 0])).toEqual([
    [1, true],
    [0, false],
    [0, false],
  ]);
});

it('keeps image, device and credential while an upgrade needs them, and its story when they are gone', async () => {
  const { client } = site.engine;
  await site.device('ap-1', { downFor: 400 });
  const image = await site.image();
  const [begun] = await site.start(image, ['ap-1']);
  expect((await failureOf(client.images.remove({ id: image.id }))).code).toBe('images.in-use');
  expect((await failureOf(client.devices.remove({ id: 'ap-1' }))).code).toBe('upgrade.already-running');
  const [credential] = await client.credentials.list(undefined);
  expect((await failureOf(client.credentials.remove({ id: credential?.id ?? '' }))).code).toBe('credentials.in-use');

  const ended = await site.ended(begun?.id ?? '');
  await client.images.remove({ id: image.id });
  await client.devices.remove({ id: 'ap-1' });
  const { operation, log } = await client.upgrades.operation({ id: ended.id });
  expect(operation).toMatchObject({ outcome: 'success', deviceName: 'ap-1', image: { name: image.name, sha256: image.sha256 } });
  expect(log).toHaveLength(ended.log.length);
});

it('plans for those of a group at a place, both at once, and says when there are none', async () => {
  const { client } = site.engine;
  const places = { 'ap-1': ['roof', 'north'], 'ap-2': ['roof', 'south'], 'ap-3': ['cellar', 'north'] } as const;
  for (const [name, [group, location]] of Object.entries(places)) {
    await site.device(name);
    await client.devices.change({ id: name, group, location });
    await client.upgrades.probe({ device: name });
  }
  const { build } = await site.image();
  const planned = async (filter: object) =>
    (await client.upgrades.plan({ build, ...filter })).planned.map(({ deviceName }) => deviceName).toSorted();
  expect(await planned({ group: 'roof' })).toEqual(['ap-1', 'ap-2']);
  expect(await planned({ location: 'north' })).toEqual(['ap-1', 'ap-3']);
  expect(await planned({ group: 'roof', location: 'north' })).toEqual(['ap-1']);
  expect(await planned({ group: 'nowhere' })).toEqual([]);
  expect((await failureOf(client.upgrades.start({ build, group: 'nowhere' }))).code).toBe('upgrade.no-devices');
});

it('takes from two who cancel at once one, and tells the other', async () => {
  await site.device('ap-1', { slowAt: { command: /--test/, milliseconds: 300 } });
  const { client } = site.engine;
  const [begun] = await site.start(await site.image(), ['ap-1']);
  const id = begun?.id ?? '';
  await site.until(id, ({ step }) => step === 'testing');
  await client.upgrades.cancel({ id });
  expect((await site.ended(id)).outcome).toBe('cancelled');
  expect((await failureOf(client.upgrades.cancel({ id }))).code).toBe('upgrade.not-running');
  expect((await failureOf(client.upgrades.cancel({ id: 'nowhere' }))).code).toBe('upgrade.unknown');
});

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf } from '../../builders/coded-failure.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { UpgradeSite } from '../../builders/upgrade-site.ts';

const OTHER = 'openwrt-ramips-mt7621-other_board-squashfs-sysupgrade.bin';

let site: UpgradeSite;
beforeEach(async () => {
  site = await UpgradeSite.start();
});
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

it('knows which image a device runs once the device and the build say the same of themselves', async () => {
  const { client } = site.engine;
  await site.device('ap-1', { release: { version: '23.05.5', revision: 'r24106-10cc5fcd00' } });
  const image = await site.image();
  await client.upgrades.probe({ device: 'ap-1' });
  const plan = await client.upgrades.plan({ build: image.build });
  expect(plan.skipped.map(({ failure }) => failure.code)).toEqual(['upgrade.already-installed']);
  const again = await client.upgrades.plan({ build: image.build, wishes: { reinstall: true } });
  expect(again.planned).toMatchObject([{ deviceName: 'ap-1', because: 'related' }]);
});

it('knows it as well where the image comes after the device was asked', async () => {
  const { client } = site.engine;
  await site.device('ap-1', { release: { version: '23.05.5', revision: 'r24106-10cc5fcd00' } });
  await client.upgrades.probe({ device: 'ap-1' });
  const image = await site.image();
  const plan = await client.upgrades.plan({ build: image.build, wishes: { reinstall: true }, firmwareless: false });
  expect(plan.planned).toMatchObject([{ deviceName: 'ap-1', because: 'related' }]);
});

it('gives each board its image, skips who has none, and says why', async () => {
  const { client } = site.engine;
  await site.device('ap-1');
  await site.device('ap-2', { board: 'other,board' });
  await site.device('ap-3', { board: 'third,board' });
  await site.device('ap-4');
  for (const device of ['ap-1', 'ap-2', 'ap-3']) await client.upgrades.probe({ device });
  await client.devices.change({ id: 'ap-1', group: 'roof' });
  const image = await site.image();
  await site.image({ boards: ['other,board'] }, OTHER);

  const plan = await client.upgrades.plan({ build: image.build });
  expect(plan.planned.map(({ deviceName, image: { name } }) => [deviceName, name])).toEqual([
    ['ap-1', image.name],
    ['ap-2', OTHER],
  ]);
  expect(plan.skipped.map(({ deviceName, failure }) => [deviceName, failure.code])).toEqual([
    ['ap-3', 'upgrade.no-image'],
    ['ap-4', 'upgrade.board-unknown'],
  ]);
  expect((await client.upgrades.plan({ build: image.build, group: 'roof' })).planned).toHaveLength(1);
  expect((await client.upgrades.plan({ build: image.build, firmwareless: false })).planned).toEqual([]);
});

it('plans nothing for a device that is deactivated, or has nobody to sign in', async () => {
  const { client } = site.engine;
  const device = await site.device('ap-1');
  const image = await site.image();
  const ssh = { host: '127.0.0.1', port: device.port };
  const code = async () => {
    const { skipped } = await client.upgrades.plan({ image: image.id, devices: ['ap-1'] });
    return skipped.map(({ failure }) => failure.code);
  };
  await client.devices.change({ id: 'ap-1', ssh: { ...ssh, credentials: ['site'], active: false } });
  expect(await code()).toEqual(['upgrade.deactivated']);
  await client.devices.change({ id: 'ap-1', ssh: { ...ssh, credentials: [] } });
  expect(await code()).toEqual(['upgrade.no-credentials']);
  await client.devices.change({ id: 'ap-1', ssh: null });
  expect(await code()).toEqual(['upgrade.no-connection']);
});

it.each([
  ['that tells its release', false],
  ['that tells nothing', true],
])('takes back what a device runs where somebody else has flashed it since, for an image %s', async (_what, bare) => {
  const { client } = site.engine;
  const device = await site.device('ap-1');
  if (bare)
    await client.images.setTypes({ custom: [{ type: 'bare-sysupgrade.bin', label: 'Bare', boards: ['example,ap-1-v2'] }] });
  const image = await site.image({ bare }, bare ? 'openwrt-bare-sysupgrade.bin' : undefined);
  const restart = device.state.restart.bind(device.state);
  // The simulated device takes the release from the image's own words.
  if (bare) device.state.restart = () => restart({ version: '21.02.7', revision: 'r16847-f8282da11e' });
  expect((await site.flash(image, 'ap-1', { options: { F: bare } })).verdict).toBe('success');
  const code = async () => (await client.upgrades.plan({ build: image.build })).skipped.map(({ failure }) => failure.code);
  expect(await code()).toEqual(['upgrade.already-installed']);
  await device.goDown();
  restart({ version: '22.03.5', revision: 'r20134-5f15225c1e' });
  await device.listen();
  await client.upgrades.probe({ device: 'ap-1' });
  expect(await code()).toEqual([]);
  const plan = await client.upgrades.plan({ build: image.build });
  expect(plan.planned).toMatchObject([{ deviceName: 'ap-1', because: 'related' }]);
});

it('takes no image by a name that two builds have, and says where a device would be signed in to', async () => {
  const { client } = site.engine;
  const device = await site.device('ap-1');
  const first = await site.image();
  await site.image({ version: '24.10.0', revision: 'r28427-6df0e3d02a' });
  const choice = { devices: ['ap-1'], image: first.name };
  expect(await failureOf(client.upgrades.plan(choice))).toMatchObject({ code: 'images.ambiguous' });
  const plan = await client.upgrades.plan({ ...choice, image: first.id });
  expect(plan.planned).toMatchObject([{ address: `127.0.0.1:${device.port}`, image: { buildVersion: '23.05.5' } }]);
});

it('speaks old algorithms to a device only where a person allowed it for that one', async () => {
  const { client } = site.engine;
  const server = new ssh2.Server(
    {
      hostKeys: [ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).private],
      algorithms: {
        kex: ['diffie-hellman-group14-sha1'],
        cipher: ['aes128-cbc'],
        hmac: ['hmac-sha1'],
        serverHostKey: ['ssh-rsa'],
      },
    },
    (connection) => {
      connection.on('error', () => undefined);
      connection.on('authentication', (context) => context.reject());
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ssh = { host: '127.0.0.1', port, credentials: ['site'] };
  await client.devices.add({ name: 'old', ssh });
  expect((await failureOf(client.upgrades.probe({ device: 'old' }))).code).toBe('ssh.no-common-algorithm');
  await client.devices.change({ id: 'old', ssh: { ...ssh, legacy: true } });
  expect((await failureOf(client.upgrades.probe({ device: 'old' }))).code).toBe('ssh.sign-in-refused');
  server.close();
});

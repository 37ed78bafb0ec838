import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf } from '../../builders/coded-failure.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';
import { aKeyPair } from '../../builders/ssh-key.ts';
import { SimulatedDevice } from '../../fakes/openwrt/simulated-device.ts';

let site: UpgradeSite;
beforeEach(async () => {
  site = await UpgradeSite.start();
});
afterEach(() => site.stop());
afterAll(removeTemporaryFolders);

it('stops at another host key than the first one, and sends nothing', async () => {
  const device = await site.device('ap-1');
  await site.engine.client.upgrades.probe({ device: 'ap-1' });
  await device.goDown();
  device.hostKey = aKeyPair().private;
  await device.listen();
  device.state.commands.length = 0;

  const ended = await site.flash(await site.image(), 'ap-1');

  expect(ended).toMatchObject({ outcome: 'aborted', failure: { code: 'ssh.host-key-changed' } });
  expect(device.state.commands).toEqual([]);
});

it('goes on with a changed key when a person has told it to forget the former one', async () => {
  const device = await site.device('ap-1');
  await site.engine.client.upgrades.probe({ device: 'ap-1' });
  await device.goDown();
  device.hostKey = aKeyPair().private;
  await device.listen();

  const { forgotten } = await site.engine.client.devices.forgetHostKeys({ id: 'ap-1' });
  const ended = await site.flash(await site.image(), 'ap-1');
  expect([forgotten, ended.outcome]).toEqual([1, 'success']);
});

it('takes the new key after a flash that dropped the configuration, and only that one from then on', async () => {
  const device = await site.device('ap-1');
  const ended = await site.flash(await site.image(), 'ap-1', { options: { n: true } });
  expect(ended.outcome).toBe('success');
  expect(ended.after?.hostKey).not.toBe(ended.before?.hostKey);
  const evidence = await site.engine.client.upgrades.probe({ device: 'ap-1' });
  expect(evidence.hostKey).toBe(ended.after?.hostKey);
  expect(device.state.configuration.toString()).toBe('first boot');
});

it('refuses a new key after a flash that kept the configuration', async () => {
  await site.stop();
  site = await UpgradeSite.start({}, { backWithin: 1_500 });
  const device = await site.device('ap-1', { downFor: 300 });
  const image = await site.image();
  const [begun] = await site.start(image, ['ap-1']);
  await site.until(begun?.id ?? '', ({ step }) => step === 'rebooting' || step === 'reconnecting');
  device.hostKey = aKeyPair().private;
  const ended = await site.ended(begun?.id ?? '');
  expect(ended).toMatchObject({ outcome: 'failed', verdict: 'unreachable' });
  expect(texts(ended)).toContain('another key');
});

it('finds a device at the address that it was given after the flash', async () => {
  const device = await site.device('ap-1', { downFor: 200 });
  const image = await site.image();
  const [begun] = await site.start(image, ['ap-1']);
  await site.until(begun?.id ?? '', ({ step }) => step === 'reconnecting');
  const former = device.port;
  device.port = 0; // It comes back elsewhere.
  await expect.poll(() => device.port !== 0 && device.port !== former).toBe(true);
  await site.engine.client.devices.change({ id: 'ap-1', ssh: { host: '127.0.0.1', port: device.port, credentials: ['site'] } });
  const ended = await site.ended(begun?.id ?? '');
  expect({ outcome: ended.outcome, flashes: device.state.flashes }).toEqual({ outcome: 'success', flashes: 1 });
});

it.each([
  ['another id', randomUUID(), 'upgrade.wrong-device'],
  ['no id', undefined, 'upgrade.identity-unreadable'],
])('leaves a device alone that shows %s', async (_what, uuid, code) => {
  const device = await SimulatedDevice.start({ uuid });
  site.devices.push(device);
  await site.know('ap-1', device, { uuid: randomUUID() });
  const ended = await site.flash(await site.image(), 'ap-1');
  expect(ended).toMatchObject({ outcome: 'aborted', failure: { code } });
  expect(device.state.commands).toHaveLength(1); // The question.
});

it('takes OpenWISP’s id in any notation', async () => {
  const uuid = randomUUID();
  const device = await SimulatedDevice.start({ uuid: uuid.replaceAll('-', '').toUpperCase() });
  site.devices.push(device);
  await site.know('ap-1', device, { uuid });
  expect((await site.flash(await site.image(), 'ap-1')).outcome).toBe('success');
});

it('tries the credentials in their order, and keeps each reason', async () => {
  const { client } = site.engine;
  await client.credentials.add({ kind: 'password', name: 'old', username: 'root', password: 'former' });
  const device = await SimulatedDevice.start({ password: 'secret' });
  site.devices.push(device);
  await client.devices.add({ name: 'ap-1', ssh: { host: '127.0.0.1', port: device.port, credentials: ['old', 'site'] } });
  const ended = await site.flash(await site.image(), 'ap-1');
  expect(ended.outcome).toBe('success');
  expect(texts(ended)).toMatch(/old: 127\.0\.0\.1 refused “old”[\s\S]*as root \(site\)/);
});

it('signs in with a key', async () => {
  const { client } = site.engine;
  const pair = aKeyPair();
  const authorizedKey = pair.public.split(' ')[1];
  await client.credentials.add({ kind: 'key', name: 'key', username: 'root', privateKey: pair.private });
  const device = await SimulatedDevice.start({ authorizedKey });
  site.devices.push(device);
  await client.devices.add({ name: 'ap-1', ssh: { host: '127.0.0.1', port: device.port, credentials: ['key'] } });
  expect((await site.flash(await site.image(), 'ap-1')).outcome).toBe('success');
});

it('keeps no key that it cannot read, and no second credential of one name', async () => {
  const { client } = site.engine;
  const { public: publicKey } = aKeyPair();
  const add = (privateKey: string, name: string) => client.credentials.add({ kind: 'key', name, username: 'root', privateKey });
  expect((await failureOf(add('no key at all', 'a'))).code).toBe('ssh.key-unreadable');
  expect((await failureOf(add(publicKey, 'b'))).code).toBe('ssh.key-unreadable');
  const again = client.credentials.add({ kind: 'password', name: 'site', username: 'x', password: 'y' });
  expect((await failureOf(again)).code).toBe('credentials.name-taken');
  expect((await client.credentials.list(undefined)).map(({ name }) => name)).toEqual(['site']);
});

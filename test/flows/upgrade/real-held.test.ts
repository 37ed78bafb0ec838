import { afterAll, describe, expect, it } from 'vitest';
import type { FirmwareImage } from '../../../src/shared/contract/images.ts';
import type { UpgradeStep } from '../../../src/shared/contract/upgrades.ts';
import type { EngineHost } from '../../../src/main/engine/host.ts';
import { endOf, upgradesIn } from '../../builders/killed-upgrades.ts';
import { removeTemporaryFolders } from '../../builders/test-engine.ts';
import { texts, UpgradeSite } from '../../builders/upgrade-site.ts';
import type { RealRouter } from '../../fakes/openwrt/rig/real-router.ts';
import type { RealTraits } from '../../fakes/openwrt/rig/real-traits.ts';
import { rigMissing } from '../../fakes/openwrt/rig/template.ts';

const MIB = 1024 * 1024;
const missing = rigMissing();
if (missing !== undefined) process.stdout.write(`DEVICES HELD IN THEIR MIDDLE SKIPPED: ${missing}\n`);

/** Where a device is held, in a command of that step. Memory is short, so that services are stopped by then. */
const HELD: readonly (readonly [step: UpgradeStep, where: string, holdsAt: RegExp])[] = [
  ['connecting', 'first question', /boot_id/],
  ['preflight', 'room is made', /^rm -f .tmp.provdesk-\*/],
  ['preflight', 'a service is stopped', /cron stop/],
  ['preflight', 'configuration is fetched', /sysupgrade -b/],
  ['uploading', 'bytes go', /^(cat >|dd of=)/],
  ['verifying', 'digest is taken', /sha256sum/],
  ['testing', 'its own test', /--test/],
];
const SHORT_OF_MEMORY = { memory: 6 * MIB, services: ['cron'], perService: 4 * MIB };

const POLICY = { atOnce: 100, backWithin: 1_200_000 };

const sites: UpgradeSite[] = [];
afterAll(async () => {
  await Promise.all(sites.map((site) => site.stop()));
  removeTemporaryFolders();
});

async function aSite(overrides: Partial<EngineHost> = {}): Promise<UpgradeSite> {
  const site = await UpgradeSite.start(overrides, POLICY);
  sites.push(site);
  return site;
}

async function heldDevices(site: UpgradeSite, named: string, server: RealTraits['server']): Promise<Map<string, RealRouter>> {
  const begun = HELD.map(async ([step, where, holdsAt]) => {
    const name = `${named} ${server}: ${step}, ${where}`;
    return [name, await site.realDevice(name, { ...SHORT_OF_MEMORY, server, holdsAt })] as const;
  });
  return new Map(await Promise.all(begun));
}

/** One on each server, by their names. */
async function onBoth(site: UpgradeSite, named: string, traits: RealTraits): Promise<Map<string, RealRouter>> {
  const begun = (['dropbear', 'openssh'] as const).map(async (server) => {
    const name = `${named} ${server}`;
    return [name, await site.realDevice(name, { ...traits, server })] as const;
  });
  return new Map(await Promise.all(begun));
}

/** All at once, whatever becomes of some. */
function choiceOf({ id }: FirmwareImage, devices: string[]) {
  return { image: id, devices, rollout: { canary: 0, wave: 100 } };
}

/** What is to be seen of a device that nothing was done to in the end. */
function traces(device: RealRouter): object {
  const { flashes, bootId } = device;
  return { flashes, bootId, brought: device.brought(), stopped: device.stoppedServices(), configuration: device.configuration() };
}

function untouched({ bootId }: RealRouter): object {
  return { flashes: 0, bootId, brought: [], stopped: [], configuration: 'config of the site' };
}

async function allHeld(devices: Iterable<RealRouter>): Promise<void> {
  const all = [...devices];
  await expect.poll(() => all.filter((device) => !device.isHolding).length, { interval: 50, timeout: 40_000 }).toBe(0);
}

describe.skipIf(missing !== undefined)('a device in the middle of a step', { timeout: 60_000 }, () => {
  it.concurrent('killed there, and gone on with: each gets one flash at most, and its right verdict; cancelled: each is as it was', async ({
    expect,
  }) => {
    const site = await aSite();
    const { dataDir } = site.engine;
    const goneOnWith = await heldDevices(site, 'goes on', 'dropbear');
    const cancelled = await heldDevices(site, 'cancelled', 'openssh');
    const told = await onBoth(site, 'told to flash', { holdsAt: /^.sbin.sysupgrade -v/ });
    const down = await onBoth(site, 'down', { flash: 'never-back' });
    const image = await site.image();
    await site.engine.stop();
    const before = [...goneOnWith, ...cancelled].map(([name, { bootId }]) => [name, bootId]);

    const all = [goneOnWith, cancelled, told, down].flatMap((some) => [...some.keys()]);
    const child = upgradesIn(dataDir, choiceOf(image, all));
    await allHeld([...goneOnWith.values(), ...cancelled.values(), ...told.values()]);
    await expect.poll(() => [...down.values()].every(({ flashes }) => flashes === 1)).toBe(true);
    child.kill('SIGKILL');
    expect(await endOf(child)).toBe('SIGKILL');
    expect([...goneOnWith, ...cancelled].map(([name, { bootId }]) => [name, bootId])).toEqual(before);
    for (const device of site.devices as RealRouter[]) device.letGo();

    // Nothing is gone on with here: a person cancels first.
    const second = await aSite({ dataDir });
    const found = await second.engine.client.upgrades.operations({});
    const idOf = (name: string) => found.find(({ deviceName }) => deviceName === name)?.id ?? '';
    for (const name of cancelled.keys()) await second.engine.client.upgrades.cancel({ id: idOf(name) });
    for (const [name, device] of cancelled) {
      const ended = await second.ended(idOf(name));
      expect.soft({ outcome: ended.outcome, ...traces(device) }, `${name}\n${texts(ended)}`).toEqual({
        outcome: 'cancelled',
        ...untouched(device),
      });
    }
    await second.stop();

    for (const device of down.values()) await device.comeBack({ version: '23.05.5', revision: 'r24106-10cc5fcd00' });
    for (const device of told.values()) device.grow(120); // The two minutes after which a device that lives on is believed.
    const third = await aSite({ dataDir, resumeServing: true });
    for (const [name, device] of [...goneOnWith, ...down, ...told]) {
      const ended = await third.ended(idOf(name));
      const { verdict, untidy } = ended;
      // sysupgrade ends when its first words reach nobody any more: before it did anything.
      const flashed = !told.has(name);
      expect
        .soft({ verdict, untidy, flashes: device.flashes, brought: device.brought() }, `${name}\n${texts(ended)}`)
        .toEqual({ verdict: flashed ? 'success' : 'did-not-flash', untidy: false, flashes: Number(flashed), brought: [] });
    }
  });

  it.concurrent.for(['dropbear', 'openssh'] as const)('cancelled there, on %s: each is as it was', async (server, { expect }) => {
    const site = await aSite();
    const devices = await heldDevices(site, 'live', server);
    const image = await site.image();
    const { operations } = await site.engine.client.upgrades.start(choiceOf(image, [...devices.keys()]));
    await allHeld(devices.values());
    for (const { id } of operations) await site.engine.client.upgrades.cancel({ id });
    // A stop goes on after its channel was closed: who starts the service again has to wait for it.
    const stopping = (name: string) => name.includes('service');
    for (const { id, deviceName } of operations) if (!stopping(deviceName)) await site.ended(id);
    for (const device of devices.values()) device.letGo();
    for (const { id, deviceName } of operations) {
      const ended = await site.ended(id);
      expect.soft([ended.outcome, ended.untidy], `${deviceName}\n${texts(ended)}`).toEqual(['cancelled', false]);
    }
    // What was let go has its last word after all that was undone.
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const [name, device] of devices) expect.soft(traces(device), name).toEqual(untouched(device));
  });
});

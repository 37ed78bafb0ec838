import { afterAll, describe, it } from 'vitest';
import { UpgradeStep } from '../../../src/shared/contract/upgrades.ts';
import { killedAt } from '../../builders/killed-upgrades.ts';
import { removeTemporaryFolders, silentLog } from '../../builders/test-engine.ts';
import { type EndedOperation, texts, UpgradeSite } from '../../builders/upgrade-site.ts';
import type { RealRouter } from '../../fakes/openwrt/rig/real-router.ts';
import type { RealTraits } from '../../fakes/openwrt/rig/real-traits.ts';
import { rigMissing } from '../../fakes/openwrt/rig/template.ts';

const MIB = 1024 * 1024;
const missing = rigMissing();
if (missing !== undefined) process.stdout.write(`STEP BOUNDARIES ON REAL DEVICES SKIPPED: ${missing}\n`);

const STEPS = UpgradeStep.options;
const SERVERS = ['dropbear', 'openssh'] as const;
/** Memory is short, so that a service is stopped before the bytes go. */
const SHORT_OF_MEMORY: RealTraits = { memory: 6 * MIB, services: ['cron'], perService: 4 * MIB };
/** After which a device that lives on is believed, in seconds. */
const NO_FLASH_AFTER = 120;

const sites: UpgradeSite[] = [];
afterAll(async () => {
  await Promise.all(sites.map((site) => site.stop()));
  removeTemporaryFolders();
});

async function aSite(...wish: Parameters<typeof UpgradeSite.start>): Promise<UpgradeSite> {
  const site = await UpgradeSite.start(...wish);
  sites.push(site);
  return site;
}

/** What became of one, of its device, and of what was brought to it. */
function endOf({ outcome, verdict, untidy }: EndedOperation, device: RealRouter | undefined): object {
  const left = { brought: device?.brought(), stopped: device?.stoppedServices() };
  return { outcome, verdict, untidy, flashes: device?.flashes, ...left };
}

const TIDY = { untidy: false, brought: [], stopped: [] };
const FLASHED_ONCE = { outcome: 'success', verdict: 'success', flashes: 1, ...TIDY };
const NOT_FLASHED = { outcome: 'failed', verdict: 'did-not-flash', flashes: 0, ...TIDY };

interface Boundary {
  readonly step: UpgradeStep;
  /** What happens the moment the step is on the disk, before it is begun. */
  readonly cut: (device: RealRouter) => void;
  /** What happens when it waits for its next try. */
  readonly mend?: (device: RealRouter) => void;
  readonly traits?: RealTraits;
  readonly ends: object;
  readonly again: boolean;
}

const dies = (device: RealRouter) => device.cutConnections();
const before = (step: UpgradeStep, traits: RealTraits = {}): Boundary => ({
  step,
  cut: dies,
  traits,
  ends: FLASHED_ONCE,
  again: true,
});
/** The command may have gone out, for all that is known here: it is asked for, and never sent again. */
const inDoubt = (step: UpgradeStep): Boundary => ({
  step,
  cut(device) {
    device.cutConnections();
    device.grow(NO_FLASH_AFTER);
  },
  traits: SHORT_OF_MEMORY,
  ends: NOT_FLASHED,
  again: false,
});
const after = (step: UpgradeStep, traits: RealTraits = {}): Boundary => ({
  step,
  cut: dies,
  traits,
  ends: FLASHED_ONCE,
  again: false,
});

const BOUNDARIES: readonly Boundary[] = [
  // There is no connection yet: the device itself is off, and back for the next try.
  { ...before('connecting'), cut: (device) => void device.goDown(), mend: (device) => void device.comeBack() },
  before('identified'),
  before('preflight'),
  before('uploading', SHORT_OF_MEMORY),
  before('verifying'),
  before('testing'),
  inDoubt('armed'),
  inDoubt('flashing'),
  after('rebooting'),
  after('reconnecting', { cutsOnReturn: /boot_id/ }),
  after('post-check'),
];

describe.skipIf(missing !== undefined)('at every step boundary', { timeout: 120_000 }, () => {
  it.concurrent.for(SERVERS)(
    'the connection is cut, on %s: tried again before the command, only asked after it',
    async (server, { expect }) => {
      const boundaries = new Map(BOUNDARIES.map((boundary) => [`cut at ${boundary.step}`, boundary]));
      const devices = new Map<string, RealRouter>();
      const cut = new Set<string>();
      const debug = (_area: string, event: string, facts: Readonly<Record<string, unknown>> = {}) => {
        const name = String(facts.device);
        const boundary = boundaries.get(name);
        const device = devices.get(name);
        if (!boundary || !device) return;
        if (event === 'queued') boundary.mend?.(device);
        if (event !== boundary.step || cut.has(name)) return;
        cut.add(name);
        boundary.cut(device);
      };
      const site = await aSite({ log: { ...silentLog, debug } }, { atOnce: 20, retries: 20 });
      for (const [name, { traits }] of boundaries) devices.set(name, await site.realDevice(name, { server, ...traits }));
      const { id: image } = await site.image();
      const rollout = { canary: 0, wave: 100, stopAfterWave: 100 };
      const { operations } = await site.engine.client.upgrades.start({ image, devices: [...devices.keys()], rollout });
      for (const { id, deviceName } of operations) {
        const ended = await site.ended(id);
        const device = devices.get(deviceName);
        const boundary = boundaries.get(deviceName);
        const found = { ...endOf(ended, device), again: ended.attempt > 1 };
        expect.soft(found, `${deviceName}\n${texts(ended)}`).toEqual({ ...boundary?.ends, again: boundary?.again });
      }
      expect([...cut].toSorted()).toEqual([...boundaries.keys()].toSorted());
    },
  );

  it.concurrent.for(SERVERS)(
    'the app is killed, on %s: begins again until the command went out, then only asks',
    async (server, { expect }) => {
      const site = await aSite();
      const { dataDir } = site.engine;
      const cutAt = { command: /boot_id/, once: true };
      const device = await site.realDevice('ap-1', { ...SHORT_OF_MEMORY, server, cutAt, downFor: 50 });
      const behind = await site.realDevice('ap-2', { server });
      const image = await site.image();
      await site.engine.stop();
      let choice: object | undefined = { image: image.id, devices: ['ap-1', 'ap-2'] };
      // Queued: for the next try, as its first connection was cut. The device behind it is queued all the time.
      for (const step of STEPS.slice(0, STEPS.indexOf('flashing'))) {
        expect([step, await killedAt(step, dataDir, choice), device.flashes]).toEqual([step, 'SIGKILL', 0]);
        choice = undefined;
      }
      for (const step of STEPS.slice(STEPS.indexOf('rebooting'), STEPS.indexOf('done')))
        expect([step, await killedAt(step, dataDir)]).toEqual([step, 'SIGKILL']);
      expect([device.flashes, behind.flashes, behind.commands()]).toEqual([1, 0, []]);
      const last = await aSite({ dataDir, resumeServing: true });
      for (const [index, operation] of (await last.engine.client.upgrades.operations({})).entries()) {
        const ended = await last.ended(operation.id);
        expect.soft(endOf(ended, [device, behind][index]), texts(ended)).toEqual(FLASHED_ONCE);
      }
    },
  );

  it.concurrent.for(SERVERS)(
    'the app is killed, on %s, with the flash written down and not sent: never flashed by the next start',
    async (server, { expect }) => {
      const site = await aSite();
      const { dataDir } = site.engine;
      const device = await site.realDevice('ap-1', { ...SHORT_OF_MEMORY, server });
      const image = await site.image();
      await site.engine.stop();
      expect(await killedAt('flashing', dataDir, { image: image.id, devices: ['ap-1'] })).toBe('SIGKILL');
      device.grow(NO_FLASH_AFTER);
      const last = await aSite({ dataDir, resumeServing: true });
      const [operation] = await last.engine.client.upgrades.operations({});
      const ended = await last.ended(operation?.id ?? '');
      expect(endOf(ended, device), texts(ended)).toEqual(NOT_FLASHED);
    },
  );
});

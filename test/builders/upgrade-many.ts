import type { LogLine, UpgradeOperation } from '../../src/shared/contract/upgrades.ts';
import type { Log } from '../../src/main/engine/host.ts';
import type { DeviceTraits } from '../fakes/openwrt/device-state.ts';
import type { SimulatedDevice } from '../fakes/openwrt/simulated-device.ts';
import { silentLog } from './test-engine.ts';
import { anOpenWrtImage } from './openwrt-image.ts';
import { UpgradeSite } from './upgrade-site.ts';

const MIB = 1024 * 1024;

/** Waves after the one that goes first, and how many may fail in one: never so many as do here. */
const ROLLOUT = { canary: 1, wave: 40, stopAfterWave: 5 };
/** What `index % 10` is for those with a fault; the first device of all has none. */
const FAULTY = 3;
/** One device in ten has one of these, in turn; what then is the right end. The last one is long in coming. */
const FAULTS: readonly (readonly [Partial<DeviceTraits>, End])[] = [
  [{ testRefuses: true }, 'aborted, rejected-untouched, upgrade.image-refused'],
  [{ cutAt: { command: /^(cat >|dd of=)/, once: false } }, 'failed, null, ssh.cut-off'],
  [{ board: 'other,board' }, 'aborted, rejected-untouched, upgrade.wrong-board'],
  [{ memory: 6 * MIB }, 'aborted, rejected-untouched, upgrade.low-memory'],
  [{ flash: 'old-again' }, 'failed, rebooted-old, upgrade.old-version-back'],
  [{ flash: 'does-not-flash' }, 'failed, did-not-flash, upgrade.did-not-flash'],
  [{ flash: 'rejects' }, 'failed, rejected-untouched, upgrade.flash-rejected'],
  [{ damages: true }, 'failed, null, upgrade.upload-mismatch'],
  [{ hangsUpAt: 'sign-in' }, 'failed, null, ssh.hung-up'],
  [{ flash: 'never-back' }, 'failed, unreachable, upgrade.not-back'],
];
const SUCCESS = 'success, success, none';
/** `outcome, verdict, code`. */
type End = string;

export interface ManyUpgrades {
  readonly seconds: number;
  /** Bytes that this process had at most, the devices in it included. */
  readonly rss: number;
  /** Devices that were worked on at the same time. */
  readonly most: number;
  /** Device, and its end where that was not the right one. */
  readonly wrong: readonly string[];
  /** Those that never ended, or whose log breaks off. */
  readonly open: readonly string[];
  /** Those that were begun before the wave before theirs had ended. */
  readonly early: readonly string[];
  readonly ends: Readonly<Record<End, number>>;
  /** Devices flashed more often than they should be. */
  readonly flashedWrongly: readonly string[];
}

/** One batch of so many simulated devices, one first and then in waves, so many at a time, every tenth with a fault. */
export async function upgradeMany(count: number, atOnce: number, imageSize: number): Promise<ManyUpgrades> {
  const devices = new Map<string, { device: SimulatedDevice; end: End }>();
  const worked = new Set<unknown>();
  let [rss, most] = [0, 0];
  const debug: Log['debug'] = (_area, step, { operation, device } = {}) => {
    if (step === 'done' || step === 'queued') worked.delete(operation);
    else worked.add(operation);
    most = Math.max(most, worked.size);
    const { state } = devices.get(String(device))?.device ?? {};
    // The two minutes after which a device that lives on is believed.
    if (step === 'reconnecting' && state?.traits.flash === 'does-not-flash') state.grow(120);
  };
  const site = await UpgradeSite.start({ log: { ...silentLog, debug } }, { atOnce, backWithin: 8_000 });
  const watch = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, 100);
  try {
    for (let index = 0; index < count; index += 1) {
      const fault = index % 10 === FAULTY ? FAULTS[Math.floor(index / 10) % FAULTS.length] : undefined;
      const [traits, end] = fault ?? [{}, SUCCESS];
      const name = `ap-${index}`;
      devices.set(name, { device: await site.device(name, { downFor: 100, ...traits }), end });
    }
    const image = await site.image({ size: imageSize });
    const began = performance.now();
    const { batch } = await site.engine.client.upgrades.start({
      image: image.id,
      devices: [...devices.keys()],
      rollout: ROLLOUT,
    });
    const ended = await allEnded(site, batch.id, count);
    const seconds = (performance.now() - began) / 1000;
    const ends = Object.groupBy(ended, endOf);
    const flashed = ({ deviceName }: UpgradeOperation) => devices.get(deviceName)?.device.flashes ?? 0;
    const begun = ({ commandSentAt, verdict }: UpgradeOperation) =>
      Number(commandSentAt !== null && verdict !== 'rejected-untouched');
    return {
      seconds,
      rss,
      most,
      wrong: ended
        .filter((one) => endOf(one) !== devices.get(one.deviceName)?.end)
        .map((one) => `${one.deviceName}: ${endOf(one)}`),
      open: (await Promise.all(ended.map((one) => isComplete(site, one)))).filter((name) => name !== undefined),
      early: ended.filter((one) => isEarly(one, ended)).map(({ deviceName }) => deviceName),
      ends: Object.fromEntries(Object.entries(ends).map(([end, all]) => [end, all?.length ?? 0])),
      flashedWrongly: ended.filter((one) => flashed(one) !== begun(one)).map(({ deviceName }) => deviceName),
    };
  } finally {
    clearInterval(watch);
    await site.stop();
  }
}

/** The figures of a run, in a line. */
export function figuresOf({ seconds, rss, most }: ManyUpgrades, count: number): string {
  const perMinute = ((count / seconds) * 60).toFixed(0);
  const mebibytes = (rss / MIB).toFixed(0);
  return `${count} devices, ${most} at a time: ${seconds.toFixed(1)} s, ${perMinute} a minute; memory at most ${mebibytes} MiB, the devices and what they hold included\n`;
}

/** An image of this size, that takes as long to be made as it has to: for who measures. */
export const FIELD_IMAGE = 8 * MIB - anOpenWrtImage({ size: 0 }).length;

/** Until nothing of it runs. A batch that paused would wait for ever. */
async function allEnded(site: UpgradeSite, batch: string, count: number): Promise<UpgradeOperation[]> {
  const { upgrades } = site.engine.client;
  for (;;) {
    const operations = await upgrades.operations({ batch });
    if (operations.length === count && operations.every(({ step }) => step === 'done')) return operations;
    const { state, pausedFor } = (await upgrades.batches(undefined)).find(({ id }) => id === batch) ?? {};
    if (state === 'paused') throw new Error(`the batch paused: ${JSON.stringify(pausedFor)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function isEarly({ wave, startedAt }: UpgradeOperation, all: readonly UpgradeOperation[]): boolean {
  return all.some((one) => one.wave < wave && (one.finishedAt ?? Infinity) > (startedAt ?? 0));
}

function endOf({ outcome, verdict, failure }: UpgradeOperation): End {
  return `${outcome}, ${verdict}, ${failure?.code ?? 'none'}`;
}

/** The name of the device, where its log has a gap, no beginning or no end. */
async function isComplete(
  site: UpgradeSite,
  { id, deviceName, outcome, failure }: UpgradeOperation,
): Promise<string | undefined> {
  const { log } = await site.engine.client.upgrades.operation({ id });
  const has = (found: (line: LogLine) => boolean) => log.some(found);
  const whole =
    outcome === 'success'
      ? has(({ text }) => text.startsWith('It runs '))
      : has(({ text }) => text.includes(failure?.message.slice(0, 20) ?? '–'));
  const unbroken = log.every(({ seq }, index) => seq === index + 1);
  return log.length > 0 && unbroken && whole ? undefined : deviceName;
}

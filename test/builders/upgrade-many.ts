import type { LogLine, UpgradeOperation } from '../../src/shared/contract/upgrades.ts';
import type { DeviceTraits } from '../fakes/openwrt/device-state.ts';
import type { SimulatedDevice } from '../fakes/openwrt/simulated-device.ts';
import { anOpenWrtImage } from './openwrt-image.ts';
import { UpgradeSite } from './upgrade-site.ts';

const MIB = 1024 * 1024;

/** One device in ten has one of these, in turn; what then is the right end. */
const FAULTS: readonly (readonly [Partial<DeviceTraits>, End])[] = [
  [{ testRefuses: true }, 'aborted, rejected-untouched, upgrade.image-refused'],
  [{ flash: 'old-again' }, 'failed, rebooted-old, upgrade.old-version-back'],
  [{ cutAt: { command: /sha256sum/, once: false } }, 'failed, null, ssh.cut-off'],
  [{ memory: 6 * MIB }, 'aborted, rejected-untouched, upgrade.low-memory'],
  [{ password: 'another' }, 'failed, null, ssh.sign-in-refused'],
  [{ flash: 'rejects' }, 'failed, rejected-untouched, upgrade.flash-rejected'],
  [{ damages: true }, 'failed, null, upgrade.upload-mismatch'],
  [{ hangsUpAt: 'sign-in' }, 'failed, null, ssh.hung-up'],
  [{ tmpSize: MIB / 8 }, 'aborted, rejected-untouched, upgrade.no-room'],
  [{ flash: 'never-back' }, 'failed, unreachable, upgrade.not-back'],
];
const SUCCESS = 'success, success, none';
/** `outcome, verdict, code`. */
type End = string;

export interface ManyUpgrades {
  readonly seconds: number;
  /** Bytes that this process had at most, the devices in it included. */
  readonly rss: number;
  /** Device, and its end where that was not the right one. */
  readonly wrong: readonly string[];
  /** Those that never ended, or whose log breaks off. */
  readonly open: readonly string[];
  readonly ends: Readonly<Record<End, number>>;
  /** Devices flashed more often than they should be. */
  readonly flashedWrongly: readonly string[];
}

/** One batch of so many simulated devices, so many at a time, every tenth with a fault. */
export async function upgradeMany(count: number, atOnce: number, imageSize: number): Promise<ManyUpgrades> {
  const site = await UpgradeSite.start({}, { atOnce, backWithin: 15_000 });
  const devices = new Map<string, { device: SimulatedDevice; end: End }>();
  let rss = 0;
  const watch = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, 100);
  try {
    for (let index = 0; index < count; index += 1) {
      const [traits, end] = (index % 10 === 3 ? FAULTS[Math.floor(index / 10) % FAULTS.length] : undefined) ?? [{}, SUCCESS];
      const name = `ap-${index}`;
      devices.set(name, { device: await site.device(name, traits), end });
    }
    const image = await site.image({ size: imageSize });
    const began = performance.now();
    const rollout = { canary: 0, stopAfterWave: count };
    const { batch } = await site.engine.client.upgrades.start({ image: image.id, devices: [...devices.keys()], rollout });
    const ended = await allEnded(site, batch.id, count);
    const seconds = (performance.now() - began) / 1000;
    const ends = Object.groupBy(ended, endOf);
    const flashed = ({ deviceName }: UpgradeOperation) => devices.get(deviceName ?? '')?.device.flashes ?? 0;
    const begun = ({ commandSentAt, verdict }: UpgradeOperation) =>
      Number(commandSentAt !== null && verdict !== 'rejected-untouched');
    return {
      seconds,
      rss,
      wrong: ended
        .filter((one) => endOf(one) !== devices.get(one.deviceName)?.end)
        .map((one) => `${one.deviceName}: ${endOf(one)}`),
      open: (await Promise.all(ended.map((one) => isComplete(site, one)))).filter((name) => name !== undefined),
      ends: Object.fromEntries(Object.entries(ends).map(([end, all]) => [end, all?.length ?? 0])),
      flashedWrongly: ended.filter((one) => flashed(one) !== begun(one)).map(({ deviceName }) => deviceName),
    };
  } finally {
    clearInterval(watch);
    await site.stop();
  }
}

/** An image of this size, that takes as long to be made as it has to: for who measures. */
export const FIELD_IMAGE = 8 * MIB - anOpenWrtImage({ size: 0 }).length;

async function allEnded(site: UpgradeSite, batch: string, count: number): Promise<UpgradeOperation[]> {
  for (;;) {
    const operations = await site.engine.client.upgrades.operations({ batch });
    if (operations.length === count && operations.every(({ step }) => step === 'done')) return operations;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function endOf({ outcome, verdict, failure }: UpgradeOperation): End {
  return `${outcome}, ${verdict}, ${failure?.code ?? 'none'}`;
}

/** The name of the device, where its log has no beginning or no end. */
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
  return log.length > 0 && whole ? undefined : deviceName;
}

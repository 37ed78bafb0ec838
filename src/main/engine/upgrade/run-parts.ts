import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import type { SshSession } from '../ssh/session.ts';
import type { DriverJob, Probed, UpgradeDriver } from './driver.ts';
import type { Leftovers } from './leftovers.ts';
import type { UpgradeDevice } from './upgrade-device.ts';
import type { WatchPolicy } from './watch-policy.ts';

/** What carrying out one operation needs of the engine around it. */
export interface RunParts {
  readonly driver: UpgradeDriver;
  readonly leftovers: Leftovers;
  /** @throws ProvdeskError `devices.unknown`, `upgrade.no-connection` */
  device(id: string): UpgradeDevice;
  connect(device: UpgradeDevice, options: ConnectOptions): Promise<SshSession>;
  /** What it said of itself, and the key that it showed. */
  learned(device: UpgradeDevice, probed: Probed, session: SshSession): void;
  /** The image's file, whole: read again before it goes anywhere. @throws ProvdeskError `images.unknown`, `store.content-damaged` */
  image(operation: UpgradeOperation): Promise<DriverJob['image']>;
  /** It was seen to run this very image the last time. */
  hasImage(operation: UpgradeOperation): boolean;
  /** A former operation of the same device that was watched still when this one was wished for. */
  unjudged(operation: UpgradeOperation, probed: Probed): UpgradeOperation | undefined;
  /** Another operation that works on this very device, under another name. */
  otherAt(operation: UpgradeOperation, probed: Probed): UpgradeOperation | undefined;
  /** A later operation that has told the same device to flash. */
  flashedSince(operation: UpgradeOperation): UpgradeOperation | undefined;
  /** Keeps a configuration in the store. */
  keepBackup(operation: string, bytes: Buffer): Promise<{ sha256: string; size: number }>;
  readonly watch?: Partial<WatchPolicy>;
  now(): number;
  /** Milliseconds of a clock that nobody sets. */
  ticks(): number;
  /** The engine ends: nobody is waited for any more. */
  readonly ending: AbortSignal;
}

export interface ConnectOptions {
  readonly signal?: AbortSignal;
  readonly newKeyExpected?: boolean;
  readonly log: (text: string) => void;
}

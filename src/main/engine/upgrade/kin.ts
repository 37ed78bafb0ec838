import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { isPastNoReturn } from '../../../shared/values/no-return.ts';
import { isSameDevice, type Named, type Whereabouts } from '../../domain/upgrade/same-device.ts';
import { isUnjudged } from '../../domain/upgrade/unjudged.ts';
import type { Probed } from './driver.ts';
import type { UpgradeRecords } from './upgrade-records.ts';

interface KinParts {
  readonly records: UpgradeRecords;
  /** Undefined: it was removed since. */
  where(device: string): Whereabouts | undefined;
  isRunning(operation: string): boolean;
}

/** Operations of one and the same device, under whatever names it is known. */
export class Kin {
  readonly #parts: KinParts;

  constructor(parts: KinParts) {
    this.#parts = parts;
  }

  /** A former operation of this device of which nobody knew how it had gone when this one was wished for. */
  unjudged({ id, device, createdAt }: UpgradeOperation, probed: Probed): UpgradeOperation | undefined {
    const named = this.#named(device, probed);
    return this.#parts.records
      .operations()
      .find((one) => one.id !== id && isUnjudged(one, createdAt) && (one.device === device || this.#isOf(one, named)));
  }

  /** Another operation that works on this device under another name, or waits for its return. */
  otherAt({ id, device }: UpgradeOperation, probed: Probed): UpgradeOperation | undefined {
    const named = this.#named(device, probed);
    const others = this.#parts.records.open().map(({ operation }) => operation);
    return others.find((one) => {
      if (one.id === id) return false;
      if (isPastNoReturn(one.step)) return this.#isOf(one, named);
      const isIdentified = this.#parts.isRunning(one.id) && one.step !== 'connecting';
      return isIdentified && one.before?.bootId === probed.evidence.bootId;
    });
  }

  /** A later operation that has told the device of this one to flash: whatever that shows from then on comes of the later one. */
  flashedSince(operation: UpgradeOperation): UpgradeOperation | undefined {
    const all = this.#parts.records.operations();
    const at = this.#parts.where(operation.device);
    return all.slice(all.findIndex(({ id }) => id === operation.id) + 1).find((one) => {
      if (one.commandSentAt === null || one.before === null) return false;
      if (one.device === operation.device) return true;
      const there = this.#parts.where(one.device);
      // What is asked at this address is what the other one has flashed there.
      if (at !== undefined && at.address === there?.address) return true;
      return this.#isOf(operation, { evidence: one.before, at: there });
    });
  }

  #isOf(flashed: UpgradeOperation, named: Named): boolean {
    const { before, after, commandSentAt, device } = flashed;
    if (before === null || commandSentAt === null) return false;
    const seen = [before, ...(after ? [after] : [])];
    const boots = seen.map(({ bootId }) => bootId);
    const keys = seen.map(({ hostKey }) => hostKey);
    return isSameDevice({ boots, commandSentAt, keys, at: this.#parts.where(device) }, named);
  }

  /** The id that it shows itself, where it shows one. */
  #named(device: string, { evidence, uuid }: Probed): Named {
    const at = this.#parts.where(device);
    return { evidence, at: at && { ...at, uuid: uuid ?? at.uuid } };
  }
}

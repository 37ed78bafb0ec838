import type { SshSession } from '../ssh/session.ts';
import type { Probed, UpgradeDriver } from './driver.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

/**
 * What is still to be tidied up on each device. It is noted with the operation that leaves it, before it does, so that neither
 * a crash nor its end forgets it; here alone it is undone, by whoever has the device at the other end next.
 */
export class Leftovers {
  readonly #driver: Pick<UpgradeDriver, 'cleanUp'>;
  readonly #records: () => Iterable<UpgradeRecord>;

  constructor(driver: Pick<UpgradeDriver, 'cleanUp'>, records: () => Iterable<UpgradeRecord>) {
    this.#driver = driver;
    this.#records = records;
  }

  /**
   * Operations that left something on this device, the oldest first. What one needs that is at work is none of it, unless it
   * is that one itself that tidies up.
   */
  of(device: string, by?: UpgradeRecord): UpgradeRecord[] {
    const isLeft = (record: UpgradeRecord) =>
      record === by || record.operation.step === 'done' || record.operation.step === 'queued';
    return [...this.#records()].filter(
      (record) => record.operation.untidy && record.operation.device === device && isLeft(record),
    );
  }

  devices(): Set<string> {
    return new Set([...this.#records()].filter(({ operation }) => operation.untidy).map(({ operation }) => operation.device));
  }

  /**
   * Undoes all of it. Where the device has restarted since, the restart did: what lay in its memory is gone, and its services
   * run as its own configuration says. While it is being flashed nothing is touched, and all stays noted.
   *
   * @throws ProvdeskError `ssh.*`: then what was not undone stays noted
   */
  async tidy(device: string, session: SshSession, { evidence, flashing }: Probed, by?: UpgradeRecord): Promise<void> {
    if (flashing) return; // What lies there may be what it is being flashed with.
    for (const record of this.of(device, by)) {
      const { id, before, stopped } = record.operation;
      if (before === null || before.bootId === evidence.bootId)
        await this.#driver.cleanUp(session, { id }, stopped, (text) => record.log(text));
      record.save({ stopped: [], untidy: false });
    }
  }
}

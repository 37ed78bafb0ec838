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

  /** Operations that left something on this device, the oldest first. */
  of(device: string): UpgradeRecord[] {
    return [...this.#records()].filter(({ operation }) => operation.untidy && operation.device === device);
  }

  devices(): Set<string> {
    return new Set([...this.#records()].filter(({ operation }) => operation.untidy).map(({ operation }) => operation.device));
  }

  /**
   * Undoes all of it. Where the device has restarted since, the restart did: what lay in its memory is gone, and its services
   * run as its own configuration says.
   *
   * @throws ProvdeskError `ssh.*`: then what was not undone stays noted
   */
  async tidy(device: string, session: SshSession, { evidence }: Probed): Promise<void> {
    for (const record of this.of(device)) {
      const { id, before, stopped } = record.operation;
      if (before === null || before.bootId === evidence.bootId)
        await this.#driver.cleanUp(session, { id }, stopped, (text) => record.log(text));
      record.save({ stopped: [], untidy: false });
    }
  }
}

import type { Device } from '../../../shared/contract/devices.ts';
import type { Store } from '../store/database.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { softCommit } from '../store/soft-commit.ts';

type Row = Omit<Device, 'revision'>;

/** The rows of the devices. */
export class DeviceTable {
  readonly #database: Store;

  constructor(database: Store) {
    this.#database = database;
  }

  all(): Device[] {
    return this.#database
      .prepare<[], Row>(
        `SELECT id, mac, ip, vendor, model, version, plugin, support, state, first_seen AS firstSeen,
                last_seen AS lastSeen, requests, last_path AS lastPath, rollover FROM device`,
      )
      .all()
      .map((row) => ({ ...row, revision: 0 }));
  }

  /** @throws ProvdeskError `store.disk-full`, `store.unreadable`: then nothing was written */
  write(changed: readonly Device[], removed: readonly string[]): void {
    try {
      softCommit(this.#database, () => {
        const remove = this.#database.prepare('DELETE FROM device WHERE id = ?');
        for (const id of removed) remove.run(id);
        // A MAC that wanders to another row would be twice in the table between two upserts.
        for (const { id } of changed) remove.run(id);
        const insert = this.#database.prepare(
          `INSERT INTO device (id, mac, ip, vendor, model, version, plugin, support, state, first_seen, last_seen, requests, last_path, rollover)
           VALUES (@id, @mac, @ip, @vendor, @model, @version, @plugin, @support, @state, @firstSeen, @lastSeen, @requests, @lastPath, @rollover)`,
        );
        for (const device of changed) insert.run(device);
      });
    } catch (error) {
      throw isDiskError(error) ? storeFailure(error, this.#database.name) : error;
    }
  }
}

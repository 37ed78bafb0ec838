import { type Device, SshConnection } from '../../../shared/contract/devices.ts';
import type { Store } from '../store/database.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { softCommit } from '../store/soft-commit.ts';

type Row = Omit<Device, 'revision' | 'ssh'> & { readonly ssh: string | null };

/** The rows of the devices. */
export class DeviceTable {
  readonly #database: Store;

  constructor(database: Store) {
    this.#database = database;
  }

  all(): Device[] {
    return this.#database
      .prepare<[], Row>(
        `SELECT id, mac, name, ip, vendor, model, version, plugin, support, state, first_seen AS firstSeen,
                last_seen AS lastSeen, requests, last_path AS lastPath, device_group AS "group", location, ssh, board, rollover FROM device`,
      )
      .all()
      .map((row) => ({ ...row, ssh: row.ssh === null ? null : SshConnection.parse(JSON.parse(row.ssh)), revision: 0 }));
  }

  /**
   * `told`: by a person, so that a power cut takes nothing of it.
   * @throws ProvdeskError `store.disk-full`, `store.unreadable`: then nothing was written
   */
  write(changed: readonly Device[], removed: readonly string[], told: boolean): void {
    const commit = (change: () => void) => (told ? this.#database.transaction(change)() : softCommit(this.#database, change));
    try {
      commit(() => {
        const remove = this.#database.prepare('DELETE FROM device WHERE id = ?');
        for (const id of removed) remove.run(id);
        // A MAC that wanders to another row would be twice in the table between two upserts.
        for (const { id } of changed) remove.run(id);
        const insert = this.#database.prepare(
          `INSERT INTO device (id, mac, name, ip, vendor, model, version, plugin, support, state, first_seen, last_seen, requests,
                               last_path, device_group, location, ssh, board, rollover)
           VALUES (@id, @mac, @name, @ip, @vendor, @model, @version, @plugin, @support, @state, @firstSeen, @lastSeen, @requests,
                   @lastPath, @group, @location, @ssh, @board, @rollover)`,
        );
        for (const device of changed) insert.run({ ...device, ssh: device.ssh && JSON.stringify(device.ssh) });
      });
    } catch (error) {
      throw isDiskError(error) ? storeFailure(error, this.#database.name) : error;
    }
  }
}

import { type Device, SshConnection } from '../../../shared/contract/devices.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { Log } from '../host.ts';
import type { Store } from '../store/database.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { LaterRows } from '../store/later-rows.ts';
import { makeRowChanges, type RowChange } from '../store/row-changes.ts';
import type { RowWriter } from '../store/row-writer.ts';

type Row = Omit<Device, 'revision' | 'ssh'> & { readonly ssh: string | null };

export interface DeviceRows {
  readonly changed: readonly Device[];
  /** Their ids. */
  readonly removed: readonly string[];
}

/** Twice as many as there may be: who was removed waits too. */
const MOST_WAITING = 40_000;

/** The rows of the devices. */
export class DeviceTable {
  readonly #database: Store;
  /** Null: removed. */
  readonly #later: LaterRows<string, Device | null>;

  constructor(database: Store, writer: RowWriter, log: Log) {
    this.#database = database;
    this.#later = new LaterRows({
      writer,
      mostWaiting: MOST_WAITING,
      changes: changesOf,
      onTrouble: (error, waiting, dropped) => {
        const reason = error === null ? 'the disk is too slow' : reasonOf(error);
        log.error('devices', 'not-written', { reason, waiting, dropped });
      },
    });
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

  /** Soon, off this thread; a power cut may take the last of it. */
  writeLater(news: DeviceRows): void {
    this.#later.add(rowsOf(news));
  }

  /**
   * With all that waits: what a person told, so that a power cut takes nothing of it.
   * @throws ProvdeskError `store.disk-full`, `store.unreadable`, `store.busy`: nothing of these is written, now or later
   */
  writeNow(news: DeviceRows): void {
    try {
      this.#later.writeNow(rowsOf(news), (changes) => makeRowChanges(this.#database, changes));
    } catch (error) {
      throw isDiskError(error) ? storeFailure(error, this.#database.name) : error;
    }
  }

  /** Writes what waits; afterwards only `writeNow` writes. @throws ProvdeskError as `writeNow` */
  async end(): Promise<void> {
    await this.#later.settle();
    this.writeNow({ changed: [], removed: [] });
  }
}

function rowsOf({ changed, removed }: DeviceRows): [string, Device | null][] {
  return [...removed.map((id): [string, null] => [id, null]), ...changed.map((device): [string, Device] => [device.id, device])];
}

function changesOf(rows: ReadonlyMap<string, Device | null>): RowChange[] {
  const removed = [...rows].filter(([, device]) => device === null).map(([id]) => [id]);
  const there = [...rows.values()].filter((device) => device !== null);
  return [
    { sql: 'DELETE FROM device WHERE id = ?', rows: removed },
    {
      // REPLACE: a MAC that wanders is in one row only, whichever of the two comes first, or in another batch.
      sql: `INSERT OR REPLACE INTO device (id, mac, name, ip, vendor, model, version, plugin, support, state, first_seen, last_seen,
                                           requests, last_path, device_group, location, ssh, board, rollover)
            VALUES (@id, @mac, @name, @ip, @vendor, @model, @version, @plugin, @support, @state, @firstSeen, @lastSeen, @requests,
                    @lastPath, @group, @location, @ssh, @board, @rollover)`,
      rows: there.map((device) => ({ ...device, ssh: device.ssh && JSON.stringify(device.ssh) })),
    },
  ];
}

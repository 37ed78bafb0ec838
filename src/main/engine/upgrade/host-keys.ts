import type { HostKey } from '../ssh/host-key.ts';
import type { Store } from '../store/database.ts';
import { transact } from '../store/transact.ts';

/** The keys that devices showed first, one of each type: whoever shows another one is not let to pass for it. */
export class HostKeys {
  readonly #database: Store;
  readonly #now: () => number;

  constructor(database: Store, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  of(device: string): HostKey[] {
    return this.#database
      .prepare<[string], HostKey>('SELECT algorithm, fingerprint FROM host_key WHERE device = ? ORDER BY algorithm')
      .all(device);
  }

  /** What the handshake accepted. After a flash that dropped the configuration it is the only one that counts. */
  pin(device: string, key: HostKey, insteadOfAll: boolean): void {
    transact(this.#database, () => {
      if (insteadOfAll) this.forget(device);
      this.#database
        .prepare('INSERT OR IGNORE INTO host_key (device, algorithm, fingerprint, seen_at) VALUES (?, ?, ?, ?)')
        .run(device, key.algorithm, key.fingerprint, this.#now());
    });
  }

  /** @returns how many there were */
  forget(device: string): number {
    return this.#database.prepare('DELETE FROM host_key WHERE device = ?').run(device).changes;
  }
}

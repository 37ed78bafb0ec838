import { readFile } from 'node:fs/promises';
import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { ContentStore } from '../store/content-store.ts';
import type { Store } from '../store/database.ts';

/** A configuration as it is handed out. */
export interface HandedBackup {
  /** For a file. */
  readonly name: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly base64: string;
}

/** Configurations that were fetched before a flash. They lie in the store for as long as their operation is known. */
export class DeviceBackups {
  readonly #database: Store;
  readonly #contents: ContentStore;

  constructor(database: Store, contents: ContentStore) {
    this.#database = database;
    this.#contents = contents;
  }

  /** @throws ProvdeskError `store.*` */
  async keep(operation: string, bytes: Buffer): Promise<{ sha256: string; size: number }> {
    const tmp = await this.#contents.receive(oneChunk(bytes), 'backup');
    const { sha256, size } = await this.#contents.keep(tmp);
    this.#database.prepare('INSERT OR REPLACE INTO device_backup (operation, sha256) VALUES (?, ?)').run(operation, sha256);
    return { sha256, size };
  }

  /** As the device packed it. @throws ProvdeskError `upgrade.no-backup`, `store.content-damaged` */
  async of({ id, deviceName, backup, createdAt }: UpgradeOperation): Promise<HandedBackup> {
    if (!backup) throw new ProvdeskError('upgrade.no-backup', { operation: id, device: deviceName });
    const name = `backup-${deviceName.replace(/[^\w.-]+/g, '-')}-${new Date(createdAt).toISOString().slice(0, 10)}.tar.gz`;
    const content = this.#contents.get(backup.sha256);
    if (!content || !(await this.#contents.verify(content)))
      throw new ProvdeskError('store.content-damaged', { sha256: backup.sha256, name });
    return { name, ...backup, base64: await readFile(this.#contents.pathOf(backup.sha256), 'base64') };
  }
}

async function* oneChunk(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

import { type LogLine, UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { Store } from '../store/database.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { transact } from '../store/transact.ts';

/** Operations kept at most; the oldest ended ones go, with their logs. */
const OPERATIONS_KEPT = 5_000;

/** Upgrade operations, their logs and their batches on the disk. What is written here is what a killed engine goes on from. */
export class UpgradeTable {
  readonly #database: Store;

  constructor(database: Store) {
    this.#database = database;
  }

  /** In the order in which they were made, whatever the clock said then. */
  operations(): UpgradeOperation[] {
    const rows = this.#database.prepare<[], string>('SELECT operation FROM upgrade_operation ORDER BY rowid').pluck().all();
    return rows.map((text) => UpgradeOperation.parse(JSON.parse(text)));
  }

  batches(): UpgradeBatch[] {
    const rows = this.#database.prepare<[], string>('SELECT batch FROM upgrade_batch ORDER BY rowid').pluck().all();
    return rows.map((text) => UpgradeBatch.parse(JSON.parse(text)));
  }

  log(operation: string): LogLine[] {
    return this.#database
      .prepare<[string], LogLine>('SELECT seq, at, text FROM upgrade_log WHERE operation = ? ORDER BY seq')
      .all(operation);
  }

  lastLine(operation: string): number {
    const last = this.#database.prepare<[string], number | null>('SELECT max(seq) FROM upgrade_log WHERE operation = ?').pluck();
    return last.get(operation) ?? 0;
  }

  /**
   * A batch with all its operations, or none of it.
   * @throws ProvdeskError `upgrade.already-running` where one of the devices is being worked on; `store.*`
   */
  create(batch: UpgradeBatch, operations: readonly UpgradeOperation[]): void {
    this.#transact(() => {
      this.#writeBatch(batch);
      for (const operation of operations) this.#insert(operation);
      this.#forgetOldest();
    });
  }

  /** An operation as it stands now, with the lines of its log that are not there yet. @throws ProvdeskError `store.*` */
  write(operation: UpgradeOperation, lines: readonly LogLine[]): void {
    this.#transact(() => {
      this.#database
        .prepare('UPDATE upgrade_operation SET open = ?, operation = ? WHERE id = ?')
        .run(operation.step === 'done' ? 0 : 1, JSON.stringify(operation), operation.id);
      const insert = this.#database.prepare('INSERT INTO upgrade_log (operation, seq, at, text) VALUES (?, ?, ?, ?)');
      for (const { seq, at, text } of lines) insert.run(operation.id, seq, at, text);
    });
  }

  /** @throws ProvdeskError `store.*` */
  writeBatch(batch: UpgradeBatch): void {
    this.#transact(() => this.#writeBatch(batch));
  }

  #writeBatch(batch: UpgradeBatch): void {
    this.#database
      .prepare(
        `INSERT INTO upgrade_batch (id, created_at, batch) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET batch = excluded.batch`,
      )
      .run(batch.id, batch.createdAt, JSON.stringify(batch));
  }

  #insert(operation: UpgradeOperation): void {
    const running = this.#database
      .prepare<[string], string>('SELECT id FROM upgrade_operation WHERE device = ? AND open = 1')
      .pluck()
      .get(operation.device);
    if (running !== undefined)
      throw new ProvdeskError('upgrade.already-running', { device: operation.deviceName, operation: running });
    this.#database
      .prepare('INSERT INTO upgrade_operation (id, batch, device, open, created_at, operation) VALUES (?, ?, ?, 1, ?, ?)')
      .run(operation.id, operation.batch, operation.device, operation.createdAt, JSON.stringify(operation));
  }

  #forgetOldest(): void {
    this.#database
      .prepare(
        `DELETE FROM upgrade_operation WHERE open = 0 AND id NOT IN
           (SELECT id FROM upgrade_operation ORDER BY created_at DESC LIMIT ${OPERATIONS_KEPT})`,
      )
      .run();
    this.#database
      .prepare('DELETE FROM upgrade_batch WHERE id NOT IN (SELECT batch FROM upgrade_operation WHERE batch IS NOT NULL)')
      .run();
  }

  #transact<T>(change: () => T): T {
    try {
      return transact(this.#database, change);
    } catch (error) {
      throw isDiskError(error) ? storeFailure(error, this.#database.name) : error;
    }
  }
}

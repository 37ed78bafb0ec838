import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

/** All operations that are known, in the order in which they were made. */
export class UpgradeRecords {
  readonly #all = new Map<string, UpgradeRecord>();
  readonly #open = new Set<UpgradeRecord>();
  readonly #byBatch = new Map<string, UpgradeRecord[]>();

  add(record: UpgradeRecord): void {
    const { id, batch, step } = record.operation;
    this.#all.set(id, record);
    if (step !== 'done') this.#open.add(record);
    if (batch !== null) this.#byBatch.set(batch, [...this.ofBatch(batch), record]);
  }

  /** It has ended. */
  close(id: string): void {
    const record = this.#all.get(id);
    if (record) this.#open.delete(record);
  }

  all(): Iterable<UpgradeRecord> {
    return this.#all.values();
  }

  /** Those that have not ended. */
  open(): UpgradeRecord[] {
    return [...this.#open];
  }

  ofBatch(batch: string): readonly UpgradeRecord[] {
    return this.#byBatch.get(batch) ?? [];
  }

  operations(batch?: string): UpgradeOperation[] {
    const records = batch === undefined ? [...this.#all.values()] : this.ofBatch(batch);
    return records.map(({ operation }) => operation);
  }

  /** @throws ProvdeskError `upgrade.unknown` */
  find(id: string): UpgradeRecord {
    const record = this.#all.get(id);
    if (!record) throw new ProvdeskError('upgrade.unknown', { operation: id });
    return record;
  }
}

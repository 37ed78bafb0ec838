import type { UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';

export interface UpgradeChange {
  readonly operations: UpgradeOperation[];
  readonly batches: UpgradeBatch[];
}

/** Longest that a change waits to be told, in milliseconds: at most 10 times a second. */
const TELL_AFTER = 100;

/** Gathers what changes, the newest state of each, and tells it together. */
export class UpgradeNews {
  readonly #announce: (change: UpgradeChange) => void;
  readonly #operations = new Map<string, UpgradeOperation>();
  readonly #batches = new Map<string, UpgradeBatch>();
  #timer: NodeJS.Timeout | undefined;

  constructor(announce: (change: UpgradeChange) => void) {
    this.#announce = announce;
  }

  operation(operation: UpgradeOperation): void {
    this.#operations.set(operation.id, operation);
    this.#tellSoon();
  }

  batch(batch: UpgradeBatch): void {
    this.#batches.set(batch.id, batch);
    this.#tellSoon();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const change = { operations: [...this.#operations.values()], batches: [...this.#batches.values()] };
      this.#operations.clear();
      this.#batches.clear();
      this.#announce(change);
    }, TELL_AFTER);
  }
}

import type { UpgradeOperation } from '../contract/upgrades.ts';

/**
 * When the first device of a batch was turned to, in milliseconds since 1970: one that is scheduled, or waits behind another, is
 * made long before. Undefined: none was yet.
 */
export function begunAt(operations: readonly Pick<UpgradeOperation, 'startedAt'>[]): number | undefined {
  const times = operations.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt]));
  return times.length === 0 ? undefined : times.reduce((first, time) => Math.min(first, time));
}

import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';

type Told = Pick<UpgradeOperation, 'batch' | 'device' | 'outcome' | 'image'>;

/**
 * What failed in a batch and was not done since. `operations`: all that are known, in the order in which they were made; a
 * device that has succeeded with this build in a later one is not flashed again.
 */
export function leftToRetry<T extends Told>(batch: string, operations: readonly T[]): T[] {
  return operations.filter((one, index) => {
    if (one.batch !== batch || (one.outcome !== 'failed' && one.outcome !== 'aborted')) return false;
    return !operations
      .slice(index + 1)
      .some(({ device, outcome, image }) => device === one.device && outcome === 'success' && image.build === one.image.build);
  });
}

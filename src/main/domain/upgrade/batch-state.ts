import type { UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';

type Told = Pick<UpgradeOperation, 'wave' | 'step' | 'outcome' | 'pending'>;

export function countsOf(
  operations: readonly Told[],
): Pick<UpgradeBatch, 'total' | 'succeeded' | 'failed' | 'aborted' | 'cancelled'> {
  const of = (outcome: UpgradeOperation['outcome']) => operations.filter((one) => one.outcome === outcome).length;
  return {
    total: operations.length,
    succeeded: of('success'),
    failed: of('failed'),
    aborted: of('aborted'),
    cancelled: of('cancelled'),
  };
}

/** Any failed or aborted one makes it failed, else any cancelled one cancelled. Undefined: it is not over. @see reference 3 */
export function endOf(operations: readonly Told[]): 'success' | 'failed' | 'cancelled' | undefined {
  if (operations.some(({ step }) => step !== 'done')) return undefined;
  const { failed, aborted, cancelled } = countsOf(operations);
  if (failed + aborted > 0) return 'failed';
  return cancelled > 0 ? 'cancelled' : 'success';
}

/** The wave whose turn it is: the first that has not ended. Devices that are away hold it up no longer than their first try. */
export function currentWave(operations: readonly Told[]): number | undefined {
  const open = operations.filter(({ step, pending }) => step !== 'done' && !pending).map(({ wave }) => wave);
  return open.length === 0 ? undefined : Math.min(...open);
}

/**
 * The wave in which so many failed that the batch has to pause: counted absolutely, as half of three devices is a number, and
 * half of a building is a disaster. What a person has gone on over counts no more.
 */
export function waveToPauseFor(
  { rollout, acknowledged }: Pick<UpgradeBatch, 'rollout' | 'acknowledged'>,
  operations: readonly Told[],
): { readonly wave: number; readonly failed: number } | undefined {
  const { stopAfterCanary, stopAfterWave } = rollout;
  for (const wave of [...new Set(operations.map((one) => one.wave))].sort((a, b) => a - b)) {
    const failed = operations.filter(
      (one) => one.wave === wave && (one.outcome === 'failed' || one.outcome === 'aborted'),
    ).length;
    if (failed - (acknowledged[wave] ?? 0) >= (wave === 0 ? stopAfterCanary : stopAfterWave)) return { wave, failed };
  }
  return undefined;
}

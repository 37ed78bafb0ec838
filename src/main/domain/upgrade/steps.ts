import type { UpgradeStep } from '../../../shared/contract/upgrades.ts';

/** Steps at which the flash command may have gone out: nothing is cancelled from here on, and nothing sent again. */
const NO_RETURN: ReadonlySet<UpgradeStep> = new Set(['flashing', 'rebooting', 'reconnecting', 'post-check']);

export function isPastNoReturn(step: UpgradeStep): boolean {
  return NO_RETURN.has(step);
}

/**
 * Where an operation goes on after Provdesk itself was ended in the middle of it. Before the command: from the beginning, as
 * the device was not changed. After it: only watching, whatever the device says, so that none is flashed twice.
 */
export function stepAfterRestart(step: UpgradeStep): UpgradeStep {
  if (step === 'done') return 'done';
  return isPastNoReturn(step) ? 'rebooting' : 'queued';
}

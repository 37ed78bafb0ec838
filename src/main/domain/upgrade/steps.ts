import type { UpgradeStep } from '../../../shared/contract/upgrades.ts';
import { isPastNoReturn } from '../../../shared/values/no-return.ts';

/**
 * Where an operation goes on after Provdesk itself was ended in the middle of it. Before the command: from the beginning, as
 * the device was not changed. After it: only watching, whatever the device says, so that none is flashed twice.
 */
export function stepAfterRestart(step: UpgradeStep): UpgradeStep {
  if (step === 'done') return 'done';
  return isPastNoReturn(step) ? 'rebooting' : 'queued';
}

import type { UpgradeStep } from '../contract/upgrades.ts';

/** Steps at which the flash command may have gone out: nothing is cancelled from here on, and nothing sent again. */
const NO_RETURN: ReadonlySet<UpgradeStep> = new Set(['flashing', 'rebooting', 'reconnecting', 'post-check']);

export function isPastNoReturn(step: UpgradeStep): boolean {
  return NO_RETURN.has(step);
}

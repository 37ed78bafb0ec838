import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';

/** Whoever wished for another upgrade at this time did not know yet how this one had gone. `at`: milliseconds since 1970. */
export function isUnjudged({ watching, after }: Pick<UpgradeOperation, 'watching' | 'after'>, at: number): boolean {
  return watching || (after !== null && after.at > at);
}

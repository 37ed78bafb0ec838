import type { UpgradeBatch, UpgradeOperation, UpgradeWishes } from '../../../shared/contract/upgrades.ts';
import { countsOf } from '../../domain/upgrade/batch-state.ts';

/** A batch as a person wishes it. */
export type NewBatch = Pick<UpgradeBatch, 'build' | 'buildVersion' | 'categoryName' | 'rollout' | 'startAt'> & {
  readonly wishes: UpgradeWishes;
};

/** `now`: milliseconds since 1970. */
export function newBatch(id: string, wish: NewBatch, operations: readonly UpgradeOperation[], now: number): UpgradeBatch {
  const { build, buildVersion, categoryName, rollout, wishes, startAt } = wish;
  return {
    id,
    build,
    buildVersion,
    categoryName,
    rollout,
    wishes,
    startAt,
    createdAt: now,
    finishedAt: null,
    state: startAt !== null && startAt > now ? 'scheduled' : 'running',
    pausedFor: null,
    acknowledged: {},
    ...countsOf(operations),
    revision: 1,
  };
}

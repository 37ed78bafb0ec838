import { randomUUID } from 'node:crypto';
import type { UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { countsOf } from '../../domain/upgrade/batch-state.ts';
import { operatorName } from './operator-name.ts';
import { type NewOperation, newOperation } from './new-operation.ts';

export type NewBatch = Pick<UpgradeBatch, 'build' | 'buildVersion' | 'categoryName' | 'rollout' | 'startAt' | 'wishes'>;

/** A batch with an operation for each device, which begins now, or at its time. */
export function newBatch(
  wish: NewBatch,
  planned: readonly NewOperation[],
  now: number,
): { batch: UpgradeBatch; operations: UpgradeOperation[] } {
  const id = randomUUID();
  const { build, buildVersion, categoryName, rollout, wishes, startAt } = wish;
  const operations = planned.map((one) => newOperation(one, id, wishes, now));
  const batch: UpgradeBatch = {
    id,
    build,
    buildVersion,
    categoryName,
    rollout,
    wishes,
    startAt,
    createdAt: now,
    startedBy: operatorName(),
    finishedAt: null,
    state: startAt !== null && startAt > now ? 'scheduled' : 'running',
    pausedFor: null,
    acknowledged: {},
    ...countsOf(operations),
    revision: 1,
  };
  return { batch, operations };
}

import { expect, it } from 'vitest';
import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { USUAL_POLICY } from '../../../shared/values/usual-policy.ts';
import { leftOnDevice } from '../../../shared/values/left-on-device.ts';
import { anOperation, evidence } from '../../../../test/app/site-batches.ts';
import { type RunnerParts, runOperation, watch } from './upgrade-runner.ts';
import { UpgradeRecord } from './upgrade-record.ts';
import type { UpgradeTable } from './upgrade-table.ts';

function recordOf(change: Partial<UpgradeOperation>, write: UpgradeTable['write'] = () => undefined): UpgradeRecord {
  return new UpgradeRecord(anOperation(0, change), {
    table: { lastLine: () => 0, write } as never,
    now: Date.now,
    ticks: () => performance.now(),
    stepped: () => undefined,
    notWritten: () => undefined,
    announce: () => undefined,
  });
}

function partsOf(change: Partial<RunnerParts>): RunnerParts {
  const usual: Partial<RunnerParts> = {
    policy: () => USUAL_POLICY,
    ending: new AbortController().signal,
    now: Date.now,
    ticks: () => performance.now(),
  };
  return { ...usual, ...change } as RunnerParts;
}

it('an upgrade that a later one overtakes before its own end says that, and names no time that did not pass', async () => {
  const record = recordOf({ step: 'rebooting', before: evidence(), commandSentAt: Date.now(), untidy: true });
  const ended: string[] = [];
  await watch(record, partsOf({ flashedSince: () => anOperation(1), ended: ({ id }) => ended.push(id) }));
  record.settle();
  const { outcome, verdict, failure, watching } = record.operation;
  expect({ outcome, verdict, code: failure?.code, watching }).toEqual({
    outcome: 'failed',
    verdict: null,
    code: 'upgrade.overtaken',
    watching: false,
  });
  expect(failure?.message).toContain('by a later upgrade');
  expect([ended, leftOnDevice(record.operation, 'image')]).toEqual([[record.operation.id], []]);
});

it.each([
  new ProvdeskError('store.busy', { path: '/data' }),
  Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' }),
])('a disk that refuses after the flash command is no verdict: it is gone on with from there ($message)', async (refusal) => {
  let refusals = 1;
  const record = recordOf({ step: 'flashing', before: evidence(), commandSentAt: Date.now() }, () => {
    if (refusals-- > 0) throw refusal;
  });
  const ended: string[] = [];
  const parts = partsOf({ ended: ({ id }) => ended.push(id) });
  await expect(runOperation(record, parts, new AbortController().signal)).rejects.toBe(refusal);
  expect([record.operation.step, record.operation.outcome, ended]).toEqual(['flashing', null, []]);
});

import { expect, it } from 'vitest';
import { USUAL_POLICY } from '../../../shared/values/usual-policy.ts';
import { leftOnDevice } from '../../../shared/values/left-on-device.ts';
import { anOperation, evidence } from '../../../../test/app/site-batches.ts';
import { type RunnerParts, watch } from './upgrade-runner.ts';
import { UpgradeRecord } from './upgrade-record.ts';

it('an upgrade that a later one overtakes before its own end says that, and names no time that did not pass', async () => {
  const sent = { step: 'rebooting', before: evidence(), commandSentAt: Date.now(), untidy: true } as const;
  const record = new UpgradeRecord(anOperation(0, sent), {
    table: { lastLine: () => 0, write: () => undefined } as never,
    now: Date.now,
    ticks: () => performance.now(),
    stepped: () => undefined,
    notWritten: () => undefined,
    announce: () => undefined,
  });
  const ended: string[] = [];
  const parts: Partial<RunnerParts> = {
    policy: () => USUAL_POLICY,
    ending: new AbortController().signal,
    now: Date.now,
    ticks: () => performance.now(),
    flashedSince: () => anOperation(1),
    ended: ({ id }) => ended.push(id),
  };
  await watch(record, parts as RunnerParts);
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

import { expect, it } from 'vitest';
import type { SelfTest, TestResult } from '../../../shared/contract/serving-test.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { failuresOf, verdictOf } from './verdict.ts';

const right: TestResult = { kind: 'right', bytes: 1, milliseconds: 1 };
const { failure } = new ProvdeskError('serving.address-unavailable', { address: '192.0.2.1' });
const failed: TestResult = { kind: 'failed', failure };
const skipped: TestResult = { kind: 'skipped' };

const aTest = (results: readonly TestResult[], endedAt: number | null = 1): SelfTest => ({
  startedAt: 0,
  endedAt,
  checks: results.map((result) => ({ protocol: 'http', address: '', port: 1, interface: null, way: 'http', result })),
});

it.each<[SelfTest, ReturnType<typeof verdictOf>]>([
  [aTest([right, right]), { kind: 'right', done: 2, failed: 0, total: 2 }],
  [aTest([right, failed, skipped]), { kind: 'partly', done: 3, failed: 2, total: 3 }],
  [aTest([failed, skipped]), { kind: 'none', done: 2, failed: 2, total: 2 }],
  [aTest([right, failed, { kind: 'running' }, { kind: 'waiting' }], null), { kind: 'running', done: 2, failed: 1, total: 4 }],
])('says on the whole what %j comes to', (test, verdict) => {
  expect(verdictOf(test)).toEqual(verdict);
});

it('tells each cause once', () => {
  expect(failuresOf(aTest([failed, failed, right]))).toEqual([failure]);
});

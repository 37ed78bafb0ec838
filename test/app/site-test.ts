import type { SelfTest, TestCheck, TestResult } from '../../src/shared/contract/serving-test.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { morning } from './morning.ts';

const right = (milliseconds: number): TestResult => ({ kind: 'right', bytes: 307_277, milliseconds });
const cable = { address: '192.168.10.2', interface: 'enp0s31f6' };

/** Everything came, in every way. */
export function passedTest(): SelfTest {
  return {
    startedAt: morning,
    endedAt: morning + 900,
    checks: [
      { ...cable, protocol: 'http', port: 8080, way: 'http', result: right(9) },
      { ...cable, protocol: 'tftp', port: 69, way: 'tftp-512', result: right(148) },
      { ...cable, protocol: 'tftp', port: 69, way: 'tftp-1428', result: right(61) },
      { ...cable, protocol: 'tftp', port: 69, way: 'tftp-window', result: right(32) },
    ],
  };
}

/** A firewall holds TFTP back. */
export function failedTest(): SelfTest {
  const failure = new ProvdeskError('test.no-answer', { url: 'tftp://192.168.10.2:69', port: 69, protocol: 'UDP', seconds: 4 })
    .failure;
  const results: TestResult[] = [right(9), { kind: 'failed', failure }, { kind: 'skipped' }, { kind: 'skipped' }];
  return withResults(passedTest(), results, morning + 4_900);
}

/** Some of it is known. */
export function runningTest(): SelfTest {
  return withResults(passedTest(), [right(9), right(148), { kind: 'running' }, { kind: 'waiting' }], null);
}

function withResults(test: SelfTest, results: readonly TestResult[], endedAt: number | null): SelfTest {
  const checks = test.checks.map((check, index): TestCheck => ({ ...check, result: results[index] ?? check.result }));
  return { ...test, endedAt, checks };
}

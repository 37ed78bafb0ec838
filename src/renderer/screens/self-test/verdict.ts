import type { SelfTest } from '../../../shared/contract/serving-test.ts';
import type { Failure } from '../../../shared/failures.ts';

export interface Verdict {
  readonly kind: 'running' | 'right' | 'partly' | 'none';
  /** Checks that are over. */
  readonly done: number;
  /** Over, and not right. What was left out after a failure is one of them. */
  readonly failed: number;
  readonly total: number;
}

/** What a test says on the whole. */
export function verdictOf({ checks, endedAt }: SelfTest): Verdict {
  const count = (...kinds: readonly string[]) => checks.filter(({ result }) => kinds.includes(result.kind)).length;
  const right = count('right');
  const failed = count('failed', 'skipped');
  const counts = { done: right + failed, failed, total: checks.length };
  if (endedAt === null) return { kind: 'running', ...counts };
  if (failed === 0) return { kind: 'right', ...counts };
  return { kind: right === 0 ? 'none' : 'partly', ...counts };
}

/** Each cause once: an address that is gone fails in every way. */
export function failuresOf({ checks }: SelfTest): Failure[] {
  const byWords = new Map<string, Failure>();
  for (const { result } of checks) {
    if (result.kind === 'failed' && !byWords.has(result.failure.message)) byWords.set(result.failure.message, result.failure);
  }
  return [...byWords.values()];
}

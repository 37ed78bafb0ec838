export interface RetryPolicy {
  /** Tries after the first one. */
  readonly retries: number;
  /** Milliseconds: the first wait, and the longest one. */
  readonly first: number;
  readonly longest: number;
}

/** As OpenWISP has it. @see reference openwisp-upgrader.md 2 (settings) */
export const DEFAULT_RETRY: RetryPolicy = { retries: 4, first: 60_000, longest: 600_000 };

/** Doubles, within its longest, and spread over the half of it, so that a rack that lost power does not come back at once. */
export function waitBefore(retry: number, policy: RetryPolicy, chance: number): number {
  const full = Math.min(policy.longest, policy.first * 2 ** Math.min(retry - 1, 30));
  return Math.round(full / 2 + (full / 2) * chance);
}

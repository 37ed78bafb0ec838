import { type Failure, type FailureCode } from '../../../shared/failures.ts';

/** How patient downloads are. Times in milliseconds. */
export interface NetworkPolicy {
  /** Without an answer, or without a byte, for as long: the connection is given up. */
  readonly stallMs: number;
  /** In all, the first one included. */
  readonly attempts: number;
  /** Before the second attempt; it doubles from then on. */
  readonly backOffMs: number;
  readonly longestBackOffMs: number;
  /** Downloads from one host at the same time. */
  readonly perHost: number;
}

export const DEFAULT_NETWORK: NetworkPolicy = {
  stallMs: 30_000,
  attempts: 4,
  backOffMs: 1000,
  longestBackOffMs: 30_000,
  perHost: 4,
};

/** Up to half of the pause is chance, so that what failed together does not come back together. `chance` is 0 to 1. */
export function pauseBefore(attempt: number, policy: NetworkPolicy, chance: number): number {
  const full = Math.min(policy.longestBackOffMs, policy.backOffMs * 2 ** (attempt - 2));
  return full / 2 + (full / 2) * chance;
}

const WORTH_ANOTHER_TRY: readonly FailureCode[] = [
  'source.unreachable',
  'source.stalled',
  'source.cut-off',
  'source.proxy-unreachable',
  'source.proxy-stalled',
];

/** Whether the same question may be answered better a moment later. */
export function isWorthAnotherTry({ code, facts }: Pick<Failure, 'code' | 'facts'>): boolean {
  // FTP's replies have it the other way round: 4xx passes, 5xx stays. @see RFC 959 §4.2
  if (code === 'source.status' && facts.ftp === true) return Number(facts.status) < 500;
  if (code === 'source.proxy-status') return Number(facts.status) >= 500;
  if (code === 'source.status') return facts.status === 408 || facts.status === 429 || Number(facts.status) >= 500;
  return WORTH_ANOTHER_TRY.includes(code);
}

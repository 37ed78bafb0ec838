import type { UpgradeOperation, UpgradeStep } from '../../../shared/contract/upgrades.ts';
import type { Tone } from '../../components/status-mark.tsx';

/** What there is to say of an operation in one mark. */
export type Shown =
  | { readonly kind: 'step'; readonly step: UpgradeStep }
  | { readonly kind: 'away' }
  | { readonly kind: 'cancelling' }
  /** It failed in a way that may pass. @prop at milliseconds since 1970 */
  | { readonly kind: 'again'; readonly at: number }
  | { readonly kind: 'verdict'; readonly verdict: NonNullable<UpgradeOperation['verdict']> }
  | { readonly kind: 'outcome'; readonly outcome: NonNullable<UpgradeOperation['outcome']> };

type Told = Pick<UpgradeOperation, 'step' | 'outcome' | 'verdict' | 'pending' | 'dueAt' | 'cancelRequested' | 'attempt'>;

/** The verdict tells more than the outcome, where the evidence gave one. */
export function shownState({ step, outcome, verdict, pending, dueAt, cancelRequested, attempt }: Told): Shown {
  if (step === 'done') return verdict ? { kind: 'verdict', verdict } : { kind: 'outcome', outcome: outcome ?? 'failed' };
  if (cancelRequested) return { kind: 'cancelling' };
  if (pending) return { kind: 'away' };
  if (step === 'queued' && dueAt !== null && attempt > 0) return { kind: 'again', at: dueAt };
  return { kind: 'step', step };
}

export function toneOf(operation: Told): Tone {
  const { step, outcome, verdict, pending, cancelRequested } = operation;
  if (step === 'done') {
    if (outcome === 'success') return verdict === 'same-build' ? 'warn' : 'good';
    if (outcome === 'cancelled') return 'neutral';
    return verdict === 'unreachable' || outcome === 'aborted' ? 'warn' : 'bad';
  }
  if (cancelRequested || pending) return 'neutral';
  return step === 'queued' ? (shownState(operation).kind === 'again' ? 'warn' : 'neutral') : 'busy';
}

/** How much of the way is behind each step, out of a hundred; an upload moves from its own to the next one's. */
const BEHIND: Record<UpgradeStep, number> = {
  queued: 0,
  connecting: 3,
  identified: 6,
  preflight: 8,
  uploading: 12,
  verifying: 52,
  testing: 56,
  armed: 60,
  flashing: 62,
  rebooting: 70,
  reconnecting: 80,
  'post-check': 95,
  done: 100,
};

/** From 0 to 1: of the steps, not of the time. */
export function shareOf({ step, sent, image }: Pick<UpgradeOperation, 'step' | 'sent' | 'image'>): number {
  const behind = BEHIND[step];
  if (step !== 'uploading' || image.size === 0) return behind / 100;
  return (behind + (BEHIND.verifying - behind) * Math.min(1, sent / image.size)) / 100;
}

export type OperationFilter = 'all' | 'open' | 'bad';

export function isShownBy(filter: OperationFilter, { step, outcome }: Pick<UpgradeOperation, 'step' | 'outcome'>): boolean {
  if (filter === 'open') return step !== 'done';
  if (filter === 'bad') return outcome === 'failed' || outcome === 'aborted';
  return true;
}

type Placed = Pick<UpgradeOperation, 'id' | 'wave' | 'deviceName' | 'step'>;

/** By turn, then by name: rows keep their places whatever becomes of them. */
export function inTurn<T extends Placed>(operations: Iterable<T>): T[] {
  return [...operations].sort(
    (a, b) => a.wave - b.wave || a.deviceName.localeCompare(b.deviceName, undefined, { numeric: true }) || (a.id < b.id ? -1 : 1),
  );
}

export interface Wave {
  readonly number: number;
  readonly total: number;
  readonly ended: number;
  readonly succeeded: number;
  readonly bad: number;
  readonly running: number;
}

export function wavesOf(operations: readonly Pick<UpgradeOperation, 'wave' | 'step' | 'outcome'>[]): Wave[] {
  return [...Map.groupBy(operations, ({ wave }) => wave)]
    .sort(([a], [b]) => a - b)
    .map(([number, some]) => ({
      number,
      total: some.length,
      ended: some.filter(({ step }) => step === 'done').length,
      succeeded: some.filter(({ outcome }) => outcome === 'success').length,
      bad: some.filter(({ outcome }) => outcome === 'failed' || outcome === 'aborted').length,
      running: some.filter(({ step }) => step !== 'done' && step !== 'queued').length,
    }));
}

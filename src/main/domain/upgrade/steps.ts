import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { isPastNoReturn } from '../../../shared/values/no-return.ts';

/** What an operation does after Provdesk itself was ended in the middle of it. */
export type Resumption =
  | { readonly kind: 'stays' }
  | { readonly kind: 'begins-again'; readonly attempt: number; readonly cutShort: number }
  | { readonly kind: 'watches' }
  | { readonly kind: 'gives-up'; readonly cutShort: number };

/** So many ends of Provdesk in a row, each in the middle of the same operation, are no coincidence. */
const MOST_CUT_SHORT = 10;

/**
 * Before the command: from the beginning, as the device was not changed, and it is not the device's failure, so that the try
 * does not count; but not for ever, as it may be what ends Provdesk. After it: only watching, whatever the device says, so that
 * none is flashed twice.
 */
export function afterRestart({ step, attempt, cutShort }: Pick<UpgradeOperation, 'step' | 'attempt' | 'cutShort'>): Resumption {
  if (step === 'done' || step === 'queued') return { kind: 'stays' };
  if (isPastNoReturn(step)) return { kind: 'watches' };
  const times = cutShort + 1;
  if (times >= MOST_CUT_SHORT) return { kind: 'gives-up', cutShort: times };
  return { kind: 'begins-again', attempt: Math.max(0, attempt - 1), cutShort: times };
}

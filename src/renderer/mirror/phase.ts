import { type Failure, failureOf } from '../../shared/failures.ts';

/** How far a mirror is. What was there before stays to be seen while a new snapshot is on its way. */
export type Phase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export const loading: Phase = { kind: 'loading' };
export const ready: Phase = { kind: 'ready' };

export function failed(error: unknown): Phase {
  return { kind: 'failed', failure: failureOf(error) };
}

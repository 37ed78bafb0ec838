import type { Operation } from '../../../shared/contract/operations.ts';

export type Shortfall = Exclude<Operation['state'], 'running' | 'success'>;

const shortfalls: readonly Shortfall[] = ['partial', 'failed', 'cancelled', 'interrupted'];

/** How an operation ended that did not do all it was asked to; undefined for one that did, and for any other answer. */
export function shortfallOf(document: unknown): Shortfall | undefined {
  if (typeof document !== 'object' || document === null) return undefined;
  if (!('state' in document && 'items' in document && Array.isArray(document.items))) return undefined;
  return shortfalls.find((state) => state === document.state);
}

/** Columns stand below each other: two lines or more have a gap within. Wrapped, they could not be read any more. */
export function isAligned(text: string): boolean {
  return text.split('\n').filter((line) => /\S {2,}\S/.test(line)).length >= 2;
}

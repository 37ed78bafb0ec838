import type { Device } from '../../../shared/contract/devices.ts';
import type { ImageFacts } from '../../../shared/contract/images.ts';
import { fitsBoard } from '../../../shared/values/fits-board.ts';

/** What an image is to the devices of this site that are reached over SSH. */
export type Fit =
  /** None of them was identified yet, or there is none. */
  | { readonly kind: 'unknown' }
  /** Nothing says for which boards it is. */
  | { readonly kind: 'untold' }
  | { readonly kind: 'fits'; readonly devices: number }
  /** Boards that are here, in place of those that it is for. */
  | { readonly kind: 'mismatch'; readonly here: readonly string[] };

export function fitOf(facts: Pick<ImageFacts, 'boards' | 'boardsFrom'>, devices: Iterable<Device>): Fit {
  if (facts.boards.length === 0) return { kind: 'untold' };
  const known = [...devices].filter(({ ssh, board }) => ssh !== null && board !== null);
  if (known.length === 0) return { kind: 'unknown' };
  const fitting = known.filter((device) => fitsBoard(facts, device));
  if (fitting.length > 0) return { kind: 'fits', devices: fitting.length };
  return { kind: 'mismatch', here: [...new Set(known.flatMap(({ board }) => board ?? []))].sort() };
}

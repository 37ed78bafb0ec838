import type { HostKey } from '../ssh/host-key.ts';

/** A device as the upgrade engine needs it, read anew each time: its address may have changed meanwhile. */
export interface UpgradeDevice {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Ids, in the order in which they are tried. */
  readonly credentials: readonly string[];
  readonly legacy: boolean;
  readonly active: boolean;
  /** OpenWISP's id that it has to have. */
  readonly uuid: string | null;
  /** As it said last. */
  readonly board: string | null;
  readonly model: string | null;
  /** DISTRIB_DESCRIPTION, as it said last. */
  readonly description: string | null;
  readonly group: string | null;
  readonly location: string | null;
  readonly pinned: readonly HostKey[];
}

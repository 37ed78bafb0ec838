import type { Evidence } from '../../../shared/contract/upgrades.ts';

/** What is known of a device that was told to flash. */
export interface Flashed {
  /** Its boot ids before, and, once it was seen, after. */
  readonly boots: readonly string[];
  /** Milliseconds since 1970. */
  readonly commandSentAt: number;
  /** Fingerprints of its keys. */
  readonly keys: readonly string[];
  readonly at: Whereabouts | undefined;
}

/** Where a device is known to be, and by which of OpenWISP's ids. */
export interface Whereabouts {
  /** `host:port`. */
  readonly address: string;
  readonly uuid: string | null;
}

/** What a device says of itself that is known under another name. */
export interface Named {
  readonly evidence: Pick<Evidence, 'at' | 'bootId' | 'uptime' | 'hostKey'>;
  readonly at: Whereabouts | undefined;
}

/** By so much the clocks of computer and device may differ since a boot, in milliseconds. */
const CLOCKS_DIFFER = 10_000;

/**
 * Whether this is the device that was told to flash, under another name. Its boot id tells only as long as it has not restarted;
 * from then on its key, address or id do. Two devices that were given one configuration, keys and all, are told apart by what
 * no restart undoes: one that was up in another boot when the command went out is another one.
 */
export function isSameDevice(flashed: Flashed, { evidence, at }: Named): boolean {
  if (flashed.boots.includes(evidence.bootId)) return true;
  const bootedAt = evidence.at - evidence.uptime * 1000;
  if (bootedAt < flashed.commandSentAt - CLOCKS_DIFFER) return false;
  return flashed.keys.includes(evidence.hostKey) || isOneAndTheSame(flashed.at, at);
}

function isOneAndTheSame(one: Whereabouts | undefined, other: Whereabouts | undefined): boolean {
  if (!one || !other) return false;
  if (one.address === other.address) return true;
  return one.uuid !== null && other.uuid !== null && normalId(one.uuid) === normalId(other.uuid);
}

/** OpenWISP's ids are written with and without dashes. */
export function normalId(id: string): string {
  return id.toLowerCase().replaceAll(/[^0-9a-f]/g, '');
}

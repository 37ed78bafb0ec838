import type { Device } from '../../../shared/contract/devices.ts';

export type MutableDevice = { -readonly [K in keyof Device]: Device[K] };

/** A device of which only this is known. */
export function newDevice(known: Partial<MutableDevice> & { id: string }, now: number): MutableDevice {
  return {
    mac: null,
    name: null,
    ip: null,
    vendor: null,
    model: null,
    version: null,
    plugin: null,
    support: 'none',
    group: null,
    location: null,
    ssh: null,
    board: null,
    state: 'seen',
    firstSeen: now,
    lastSeen: known.state === 'added' ? 0 : now,
    requests: 0,
    lastPath: null,
    rollover: null,
    revision: 0,
    ...known,
  };
}

import type { Device } from '../../../shared/contract/devices.ts';

/** A device, as the journal names it. */
export function about(device: Pick<Device, 'id' | 'mac' | 'ip'>): { device: string; mac: string | null; ip: string | null } {
  return { device: device.id, mac: device.mac, ip: device.ip };
}

import type { Device } from '../../shared/contract/devices.ts';

/** What a device is called: as a person named it, else as it is reached. */
export function deviceName({ name, ssh, mac, ip, id }: Pick<Device, 'name' | 'ssh' | 'mac' | 'ip' | 'id'>): string {
  return name ?? ssh?.host ?? mac ?? ip ?? id;
}

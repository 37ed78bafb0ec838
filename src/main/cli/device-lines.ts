import type { Device } from '../../shared/contract/devices.ts';
import { namedDevice } from '../../shared/values/named-device.ts';
import { instant } from '../../shared/text.ts';
import type { Session } from './program.ts';

export const DEVICE_HEADER = ['MAC', 'IP', 'VENDOR', 'MODEL', 'VERSION', 'PLUGIN', 'STATE', 'LAST SEEN', 'SSH'];

/** By its id, MAC, name or SSH address. @throws ProvdeskError `devices.unknown`, `devices.ambiguous` */
export async function findDevice({ client }: Session, text: string): Promise<Device> {
  const { devices } = await client.devices.list(undefined);
  return namedDevice(devices, text);
}

export function deviceDocument(device: Device): object {
  const { revision: _, firstSeen, lastSeen, ...rest } = device;
  const at = (moment: number) => new Date(moment).toISOString();
  return { ...rest, firstSeen: at(firstSeen), lastSeen: lastSeen === 0 ? null : at(lastSeen) };
}

export function deviceRow(device: Device): string[] {
  const { mac, name, ip, vendor, model, version, plugin, state, lastSeen, ssh } = device;
  const seen = lastSeen === 0 ? null : instant(lastSeen);
  const at =
    ssh &&
    `${name ?? ''} ${ssh.host}:${ssh.port}${ssh.legacy ? ', old algorithms' : ''}${ssh.active ? '' : ', deactivated'}`.trim();
  return [mac, ip, vendor, model, version, plugin, state, seen, at].map((cell) => cell ?? '–');
}

import type { Device } from '../../../shared/contract/devices.ts';
import type { Sort } from '../../components/virtual-grid.tsx';
import { deviceName } from '../../components/device-name.ts';
import { parseMac } from '../../../shared/values/mac.ts';

export const deviceColumns = [
  'name',
  'mac',
  'ip',
  'vendor',
  'model',
  'version',
  'plugin',
  'group',
  'state',
  'lastPath',
  'lastSeen',
] as const;
export type DeviceColumn = (typeof deviceColumns)[number];

/** The ids of the devices that match, in the order asked for. What is not known comes last, whichever way. */
export function arrangeDevices(devices: Iterable<Device>, query: string, sort: Sort): string[] {
  const matches = matcher(query);
  const column = deviceColumns.find((known) => known === sort.column) ?? 'lastSeen';
  const way = sort.direction === 'ascending' ? 1 : -1;
  return [...devices]
    .filter(matches)
    .sort((a, b) => compareBy(column, a, b, way) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

function compareBy(column: DeviceColumn, a: Device, b: Device, way: number): number {
  const left = sortable(column, a);
  const right = sortable(column, b);
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -way : way;
}

function sortable(column: DeviceColumn, device: Device): string | number | null {
  if (column === 'ip') return addressOf(device) === null ? null : paddedIp(addressOf(device) ?? '');
  if (column === 'name') return folded(deviceName(device));
  if (column === 'model') return folded(device.model ?? device.board ?? '') || null;
  if (column === 'lastSeen') return device.lastSeen || null;
  if (column === 'version') return device.version?.replace(/\d+/g, (digits) => digits.padStart(8, '0')) ?? null;
  const value = device[column];
  return typeof value === 'string' ? folded(value) : value;
}

/** Every word must be somewhere; a MAC may be written in any way. */
function matcher(query: string): (device: Device) => boolean {
  const mac = parseMac(query);
  if (mac) return (device) => device.mac === mac;
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return (device) => {
    const text = folded(
      [
        device.name,
        device.mac,
        device.mac?.replaceAll(':', ''),
        device.ip,
        device.ssh?.host,
        device.vendor,
        device.model,
        device.board,
        device.version,
        device.plugin,
        device.group,
        device.location,
      ].join(' '),
    );
    return words.every((word) => text.includes(word));
  };
}

/** Where it was seen, else where it should be. */
export function addressOf({ ip, ssh }: Device): string | null {
  return ip ?? ssh?.host ?? null;
}

function paddedIp(ip: string): string {
  return ip
    .split('.')
    .map((part) => part.padStart(3, '0'))
    .join('.');
}

/** Without accents and case. */
function folded(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}

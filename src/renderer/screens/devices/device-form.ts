import type { Device, DeviceChange } from '../../../shared/contract/devices.ts';
import { parseMac } from '../../../shared/values/mac.ts';

/** A device as it is typed. */
export interface DeviceForm {
  readonly mac: string;
  readonly name: string;
  readonly group: string;
  readonly location: string;
  /** Empty: it is not reached over SSH. */
  readonly host: string;
  readonly port: string;
  /** Ids, in the order in which they are tried. */
  readonly credentials: readonly string[];
  readonly legacy: boolean;
  readonly active: boolean;
  readonly uuid: string;
}

export function formOf(device: Device | undefined): DeviceForm {
  const { mac, name, group, location, ssh } = device ?? {};
  return {
    mac: mac ?? '',
    name: name ?? '',
    group: group ?? '',
    location: location ?? '',
    host: ssh?.host ?? '',
    port: String(ssh?.port ?? 22),
    credentials: ssh?.credentials ?? [],
    legacy: ssh?.legacy ?? false,
    active: ssh?.active ?? true,
    uuid: ssh?.uuid ?? '',
  };
}

export type FormField = 'mac' | 'host' | 'port' | 'uuid';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Fields that cannot be kept as they are. Nothing at all says who a new device is: then its address is what is missing. */
export function wrongFields({ mac, host, port, uuid }: DeviceForm): FormField[] {
  const wrong: (FormField | false)[] = [
    mac.trim() !== '' && parseMac(mac) === undefined && 'mac',
    mac.trim() === '' && host.trim() === '' && 'host',
    !(/^\d{1,5}$/.test(port.trim()) && Number(port) >= 1 && Number(port) <= 65_535) && 'port',
    uuid.trim() !== '' && !GUID.test(uuid.trim()) && 'uuid',
  ];
  return wrong.filter((field) => field !== false);
}

/** What is said of the device: all of it, as the form shows all of it. */
export function changeOf({ name, group, location, host, port, credentials, legacy, active, uuid }: DeviceForm): DeviceChange {
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  return {
    name: orNull(name),
    group: orNull(group),
    location: orNull(location),
    ssh:
      host.trim() === ''
        ? null
        : { host: host.trim(), port: Number(port), credentials: [...credentials], legacy, active, uuid: orNull(uuid) },
  };
}

/** One step earlier (-1) or later (1) among those that are tried. */
export function moved(credentials: readonly string[], id: string, by: -1 | 1): string[] {
  const from = credentials.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= credentials.length) return [...credentials];
  const others = credentials.filter((known) => known !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}

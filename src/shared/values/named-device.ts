import type { Device } from '../contract/devices.ts';
import { ProvdeskError } from '../failures.ts';
import { parseMac } from './mac.ts';

type Named = Pick<Device, 'id' | 'mac' | 'name' | 'ssh'>;

/** Told at most, of many that have one name. */
const MOST_TOLD = 5;

/**
 * The device that a person means: by its id, its MAC in any notation, the name that somebody gave it, or its SSH address
 * (`host`, `host:port`).
 *
 * @throws ProvdeskError `devices.unknown`; `devices.ambiguous` where several have that name: none is picked silently
 */
export function namedDevice<D extends Named>(devices: readonly D[], text: string): D {
  const mac = parseMac(text);
  const itself = devices.find(({ id, mac: known }) => id === text || (mac !== undefined && known === mac));
  if (itself) return itself;
  const called = devices.filter(({ name }) => name === text);
  const found = called.length > 0 ? called : devices.filter(({ ssh }) => ssh && (ssh.host === text || addressOf(ssh) === text));
  const [only] = found;
  if (!only) throw new ProvdeskError('devices.unknown', { device: text });
  if (found.length === 1) return only;
  const told = found.slice(0, MOST_TOLD).map(({ ssh, mac: known, id }) => (ssh ? addressOf(ssh) : (known ?? id)));
  throw new ProvdeskError('devices.ambiguous', {
    device: text,
    count: found.length,
    found: [...told, ...(found.length > MOST_TOLD ? ['…'] : [])].join(', '),
  });
}

/** `192.0.2.7:22`, `[2001:db8::7]:22`. */
export function addressOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

import type { Device } from '../../../shared/contract/devices.ts';
import { ouiOf, parseMac } from '../../../shared/values/mac.ts';
import type { Parameter, RenderedFile, VendorDriver } from '../vendors/driver.ts';

/** A device as far as its configuration depends on it. */
export type Configurable = Pick<Device, 'mac' | 'vendor'>;

/**
 * The driver that writes for this device: its vendor's or, of a device that has not been heard yet, that of the
 * maker of its MAC. Undefined where no vendor is known.
 */
export function driverOf({ mac, vendor }: Configurable, drivers: readonly VendorDriver[]): VendorDriver | undefined {
  if (vendor !== null) return drivers.find((driver) => driver.vendor === vendor);
  const parsed = mac === null ? undefined : parseMac(mac);
  return parsed && drivers.find(({ ouis }) => ouis.includes(ouiOf(parsed)));
}

/**
 * The files that this device would get. None where nobody has given it a parameter: what it has is left as it is; and
 * none before its MAC is known, by which it asks for them.
 */
export function renderFor(
  device: Configurable,
  parameters: readonly Parameter[],
  drivers: readonly VendorDriver[],
): readonly RenderedFile[] {
  if (parameters.length === 0 || device.mac === null) return [];
  const mac = parseMac(device.mac);
  return (mac && driverOf(device, drivers)?.render?.(mac, parameters)) ?? [];
}

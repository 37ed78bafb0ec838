import { parseMac } from '../../../shared/values/mac.ts';
import type { DeviceFacts, VendorDriver } from '../vendors/driver.ts';
import type { ProvisioningRequest } from './request.ts';

/** What a request tells of its sender: the first driver that knows it speaks; else only a MAC in the file's name. */
export function identify(request: ProvisioningRequest, drivers: readonly VendorDriver[]): DeviceFacts {
  for (const driver of drivers) {
    const facts = driver.identify(request);
    if (facts) return facts;
  }
  return macInName(request);
}

/** `001122334455.cfg`, `cfg001122334455.xml`, `SEP001122334455.cnf.xml`: twelve hex digits that stand alone. */
const MAC_IN_NAME = /(?<![0-9a-f])([0-9a-f]{12})(?![0-9a-f])/i;

function macInName(request: ProvisioningRequest): DeviceFacts {
  const name = request.path.split(/[?#]/)[0]?.split(/[/\\]/).at(-1) ?? '';
  const [, digits] = MAC_IN_NAME.exec(name.replace(/^(?:cfg|sep|sip|ata)(?=[0-9a-f]{12})/i, '')) ?? [];
  const mac = digits === undefined ? undefined : parseMac(digits);
  // A group address (lowest bit of the first byte) belongs to no device.
  const isGroup = mac !== undefined && (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
  return mac === undefined || isGroup ? {} : { mac };
}

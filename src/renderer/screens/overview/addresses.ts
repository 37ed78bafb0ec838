import type { ListenerProtocol } from '../../../shared/contract/listener.ts';
import type { ListenerChoice, NetworkInterface } from '../../../shared/contract/serving.ts';

export const defaultPorts: Record<ListenerProtocol, number> = { http: 80, https: 443, tftp: 69 };
/** Where the account may not open the usual ports. */
export const highPorts: Record<ListenerProtocol, number> = { http: 8080, https: 8443, tftp: 6969 };

/** What one writes into DHCP option 66, one for each listener that a phone can reach: `http://192.168.1.20:8080`. */
export function phoneAddresses(listeners: readonly ListenerChoice[], interfaces: readonly NetworkInterface[]): string[] {
  const addresses = listeners.flatMap(({ protocol, address, port }) =>
    reachable(address, interfaces).map((host) => {
      const written = host.includes(':') ? `[${host}]` : host;
      return port === defaultPorts[protocol] ? `${protocol}://${written}` : `${protocol}://${written}:${port}`;
    }),
  );
  return [...new Set(addresses)];
}

/** `0.0.0.0` can be listened on, but no phone can ask it. */
function reachable(address: string, interfaces: readonly NetworkInterface[]): string[] {
  const family = address === '0.0.0.0' ? 'IPv4' : address === '::' ? 'IPv6' : undefined;
  if (!family) return [address];
  const physical = interfaces.filter((one) => one.family === family && !isUnlikely(one));
  return physical.length > 0 ? physical.map((one) => one.address) : [address];
}

/** No phone hangs on it, as a rule. It stays a choice, for those who know better. */
export function isUnlikely({ kind }: NetworkInterface): boolean {
  return kind === 'virtual' || kind === 'loopback';
}

const ORDER: readonly NetworkInterface['kind'][] = ['ethernet', 'wifi', 'other', 'virtual', 'loopback'];

/** The likely ones first. Link-local IPv6 addresses are left out: they need a zone, which no phone's form takes. */
export function sortedInterfaces(interfaces: readonly NetworkInterface[]): NetworkInterface[] {
  return interfaces
    .filter(({ address }) => !address.toLowerCase().startsWith('fe80:'))
    .sort(
      (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.family.localeCompare(b.family) || a.name.localeCompare(b.name),
    );
}

/** What to serve on before anybody chose: the first interface that a phone's cable may lead to. */
export function suggestedAddress(interfaces: readonly NetworkInterface[]): string | undefined {
  return sortedInterfaces(interfaces).find((one) => !isUnlikely(one))?.address;
}

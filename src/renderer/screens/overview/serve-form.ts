import type { ListenerChoice, Protocol } from '../../../shared/contract/serving.ts';
import { defaultPorts } from './addresses.ts';

export const protocols = ['http', 'tftp'] as const satisfies Protocol[];

/** What the form holds: addresses on one side, protocols with ports on the other; each is served with each. */
export interface ServeForm {
  readonly addresses: ReadonlySet<string>;
  readonly on: Readonly<Record<Protocol, boolean>>;
  /** As typed. */
  readonly ports: Readonly<Record<Protocol, string>>;
}

export function formOf(chosen: readonly ListenerChoice[], suggested: string | undefined): ServeForm {
  const portOf = (protocol: Protocol) =>
    chosen.find((listener) => listener.protocol === protocol)?.port ?? defaultPorts[protocol];
  const isOn = (protocol: Protocol) => chosen.length === 0 || chosen.some((listener) => listener.protocol === protocol);
  const addresses = chosen.length > 0 ? chosen.map(({ address }) => address) : suggested === undefined ? [] : [suggested];
  return {
    addresses: new Set(addresses),
    on: { http: isOn('http'), tftp: isOn('tftp') },
    ports: { http: String(portOf('http')), tftp: String(portOf('tftp')) },
  };
}

/** Undefined where a port that is needed is none. */
export function listenersOf(form: ServeForm): ListenerChoice[] | undefined {
  const wanted = protocols.filter((protocol) => form.on[protocol]);
  if (wanted.some((protocol) => parsePort(form.ports[protocol]) === undefined)) return undefined;
  return [...form.addresses].flatMap((address) =>
    wanted.map((protocol) => ({ protocol, address, port: Number(form.ports[protocol]) })),
  );
}

export function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined;
  return port !== undefined && port <= 65_535 ? port : undefined;
}

/** Whether the two lists ask for the same, in whatever order. */
export function sameListeners(a: readonly ListenerChoice[], b: readonly ListenerChoice[]): boolean {
  const written = (listeners: readonly ListenerChoice[]) =>
    listeners
      .map(({ protocol, address, port }) => `${protocol} ${address} ${port}`)
      .sort()
      .join();
  return written(a) === written(b);
}

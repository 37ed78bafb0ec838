import type { ListenerProtocol } from '../../../shared/contract/listener.ts';
import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import { defaultPorts, highPorts } from './addresses.ts';

export const protocols = ['http', 'https', 'tftp'] as const satisfies ListenerProtocol[];
/** Before anybody chose. Few phones need HTTPS on their own cable, and all have to be told of its certificate first. */
const USUAL: readonly ListenerProtocol[] = ['http', 'tftp'];
/** More of one protocol are asked by no vendor's phones. */
const PORTS_MAX = 4;

/** What the form holds: addresses on one side, protocols with ports on the other; each is served with each. */
export interface ServeForm {
  readonly addresses: ReadonlySet<string>;
  readonly on: Readonly<Record<ListenerProtocol, boolean>>;
  /** As typed: `80`, or `80, 6970`. */
  readonly ports: Readonly<Record<ListenerProtocol, string>>;
}

export function formOf(chosen: readonly ListenerChoice[], suggested: string | undefined): ServeForm {
  const portsOf = (protocol: ListenerProtocol) => {
    const ports = chosen.filter((listener) => listener.protocol === protocol).map(({ port }) => port);
    return [...new Set(ports.length > 0 ? ports : [defaultPorts[protocol]])].join(', ');
  };
  const isOn = (protocol: ListenerProtocol) =>
    chosen.length === 0 ? USUAL.includes(protocol) : chosen.some((listener) => listener.protocol === protocol);
  const addresses = chosen.length > 0 ? chosen.map(({ address }) => address) : suggested === undefined ? [] : [suggested];
  return { addresses: new Set(addresses), on: ofEach(isOn), ports: ofEach(portsOf) };
}

/** The same, where the account may not open the usual ports. */
export function onHighPorts(form: ServeForm): ServeForm {
  return { ...form, ports: ofEach((protocol) => String(highPorts[protocol])) };
}

/** Undefined where a port that is needed is none. */
export function listenersOf(form: ServeForm): ListenerChoice[] | undefined {
  const wanted = protocols.filter((protocol) => form.on[protocol]);
  const ports = wanted.flatMap((protocol) =>
    (parsePorts(form.ports[protocol]) ?? [undefined]).map((port) => ({ protocol, port })),
  );
  const listeners = [...form.addresses].flatMap((address) =>
    ports.flatMap(({ protocol, port }) => (port === undefined ? [] : { protocol, address, port })),
  );
  return ports.some(({ port }) => port === undefined) ? undefined : listeners;
}

/** One port or several, with commas or blanks between them. Undefined where one is none. */
export function parsePorts(text: string): number[] | undefined {
  const ports = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (ports.length === 0 || ports.length > PORTS_MAX || ports.some((part) => !/^\d{1,5}$/.test(part) || Number(part) > 65_535))
    return undefined;
  return [...new Set(ports.map(Number))];
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

function ofEach<T>(give: (protocol: ListenerProtocol) => T): Record<ListenerProtocol, T> {
  return { http: give('http'), https: give('https'), tftp: give('tftp') };
}

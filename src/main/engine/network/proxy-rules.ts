import { isIP } from 'node:net';

export const PROXY_KINDS = ['http', 'https', 'ftp'] as const;
export type ProxyKind = (typeof PROXY_KINDS)[number];

export interface ProxyTable extends Readonly<Record<ProxyKind, URL | null>> {
  /** Hosts that are asked directly: `example.net`, `.example.net`, `10.0.0.0/8`, `host:8080`, `*`, `<-loopback>`. */
  readonly exceptions: readonly string[];
}

/** Takes back that addresses of this computer are asked directly: Chromium's word for it. */
export const LOOPBACK_TOO = '<-loopback>';

/** The proxy that an address is asked through; null where it is asked directly. */
export function proxyFor(url: URL, table: ProxyTable): URL | null {
  const kind = PROXY_KINDS.find((each) => `${each}:` === url.protocol);
  const proxy = kind && table[kind];
  if (!proxy) return null;
  if (isLoopback(url.hostname) && !table.exceptions.includes(LOOPBACK_TOO)) return null;
  return table.exceptions.some((entry) => isExcepted(url, entry)) ? null : proxy;
}

/** `http://proxy:3128`, or `proxy:3128` as provd writes it. Undefined where it is no address of a proxy. */
export function parseProxy(text: string): URL | undefined {
  const typed = text.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const known = url.protocol === 'http:' || url.protocol === 'https:';
  return known && url.hostname !== '' && url.pathname === '/' && url.search === '' && url.hash === '' ? url : undefined;
}

/** A list as environments and people write it, with commas or spaces. */
export function parseExceptions(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .slice(0, 200);
}

export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/.test(hostname);
}

function isExcepted(url: URL, written: string): boolean {
  const entry = written.toLowerCase();
  if (entry === '*') return true;
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  if (/^[0-9a-f.:]+\/\d{1,3}$/.test(entry)) return isInNetwork(hostname, entry);
  const [, name = '', port] = isIP(entry) === 6 ? ['', entry] : (/^\[?(.*?)\]?(?::(\d{1,5}))?$/.exec(entry) ?? []);
  if (port !== undefined && port !== (url.port || usualPort(url.protocol))) return false;
  const domain = name.replace(/^\*?\./, '');
  return domain !== '' && (hostname === domain || (isIP(hostname) === 0 && hostname.endsWith(`.${domain}`)));
}

function usualPort(protocol: string): string {
  return ({ 'http:': '80', 'https:': '443', 'ftp:': '21' } as Record<string, string>)[protocol] ?? '';
}

/** @see RFC 4632 §3.1, RFC 4291 §2.3 */
function isInNetwork(address: string, network: string): boolean {
  const [base = '', length = ''] = network.split('/');
  const family = isIP(address);
  if (family === 0 || family !== isIP(base)) return false;
  const bits = family === 4 ? 32 : 128;
  if (Number(length) > bits) return false;
  const shift = BigInt(bits - Number(length));
  return asNumber(address, family) >> shift === asNumber(base, family) >> shift;
}

function asNumber(address: string, family: number): bigint {
  if (family === 4) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  // URL writes every IPv6 address in groups of hexadecimal digits, with at most one gap.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const given = [...groups(head), ...groups(tail ?? '')];
  const filled = [...groups(head), ...Array<string>(8 - given.length).fill('0'), ...groups(tail ?? '')];
  return filled.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

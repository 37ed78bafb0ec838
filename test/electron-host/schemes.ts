import type { Protocol } from 'electron';
import { provide } from './provide.ts';

const MAPPED_SUFFIX = '.eh.test';
type Handler = (request: Request) => Response | Promise<Response>;

const privileged = new Set<string>();
const handlers = new Map<string, Handler>();

/** Chromium does not take a scheme of ours, so `app://host/x` travels as `https://host.app.eh.test/x`. */
export function toMapped(url: string): string {
  const { protocol, host, pathname, search, hash } = new URL(url);
  const scheme = protocol.slice(0, -1);
  if (!privileged.has(scheme)) return url;
  return `https://${host}.${scheme}${MAPPED_SUFFIX}${pathname}${search}${hash}`;
}

/** The address as main knows it. */
export function fromMapped(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || !url.host.endsWith(MAPPED_SUFFIX)) return text;
  const labels = url.host.slice(0, -MAPPED_SUFFIX.length).split('.');
  const scheme = labels.pop() ?? '';
  return `${scheme}://${labels.join('.')}${url.pathname}${url.search}${url.hash}`;
}

/** Undefined where no registered scheme serves that address. `url` is the address as main knows it. */
export async function respondTo(url: string, method: string): Promise<Response | undefined> {
  const handler = handlers.get(URL.parse(url)?.protocol.slice(0, -1) ?? '');
  return handler?.(new Request(url, { method }));
}

let ready = false;

/** From now on registering a scheme is too late, as in Electron. */
export function closeSchemeRegistration(): void {
  ready = true;
}

export const protocol = provide<Protocol>('protocol', {
  registerSchemesAsPrivileged(schemes) {
    if (ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of schemes) {
      if (!privileges?.standard || !privileges.secure || privileges.bypassCSP) {
        throw new Error(`electron-host: refuses the scheme ${scheme}: standard and secure, without bypassCSP`);
      }
      privileged.add(scheme);
    }
  },
  handle(scheme, handler) {
    if (!privileged.has(scheme)) throw new Error(`electron-host: the scheme ${scheme} was not registered`);
    handlers.set(scheme, handler as Handler);
  },
});

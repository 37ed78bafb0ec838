/** Ports that nobody writes: a sign-in for `fw.example` holds for all of them. */
const USUAL_PORTS = new Set(['', '21', '80', '443']);

/** How a host is named in sign-ins: `fw.example`, `fw.example:8080`, `[::1]:8080`. */
export function hostKey(url: URL): string {
  return USUAL_PORTS.has(url.port) ? url.hostname : `${url.hostname}:${url.port}`;
}

/** A host as a person names it, with a port or without; or the address of a file there. */
export function parseHost(text: string): string | undefined {
  const typed = text.trim();
  const whole = /^(?:https?|ftp):\/\//i.test(typed);
  // ftp: has URL's ordinary host rules, where http: also takes odd numbers for IPv4 addresses: both are wanted here.
  const address = whole ? typed : `http://${typed}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const bare = url.username === '' && url.password === '' && (whole || (url.pathname === '/' && !/[/?#\\]/.test(typed)));
  return bare && url.hostname !== '' ? hostKey(url) : undefined;
}

/** An address as it may be shown and logged: without a user name, a password or a fragment. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  shown.hash = '';
  return shown.href;
}

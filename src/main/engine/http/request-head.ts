/** What a client asks, once its head is whole and means one thing only. */
export interface RequestHead {
  readonly method: string;
  /** With a slash in front, or as an absolute URI; what may not stand in a request line is escaped. */
  readonly target: string;
  /** By lower-case name. Repeated ones are joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
  /** The client wants to ask again on this connection. */
  readonly keepAlive: boolean;
  /** Bytes of the head, its blank line included. */
  readonly length: number;
}

/** A head that is refused, and the connection with it: where it ends is not sure. */
export interface BadHead {
  readonly kind: 'bad';
  readonly status: 400 | 413 | 414 | 431 | 501 | 505;
  readonly reason: string;
  /** Absent where not even the request line was understood. */
  readonly line?: { readonly method: string; readonly target: string };
}

export type HeadReading = { readonly kind: 'head'; readonly head: RequestHead } | { readonly kind: 'more' } | BadHead;

const LINE_MAX_BYTES = 8 * 1024;
export const HEAD_MAX_BYTES = 16 * 1024;
const HEADERS_MAX = 100;

const LF = 0x0a;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
/** RFC 3986 §3.2: a name or an address, and a port. An empty one is allowed. */
const HOST = /^([\w.~!$&'()*+,;=%-]*|\[[\dA-Fa-f:.]+\])(:\d*)?$/;
const UNSAFE_IN_TARGET = /[^\x21-\x7e]/g;
const ORIGIN = /^https?:\/\/([^/?#]*)/i;

/**
 * Reads the head at the start of `bytes`. Strict wherever two readers could differ on what a request is or where it
 * ends: bare LF, folded lines, blanks before a colon, two lengths or hosts, a length beside an encoding. Patient where
 * phones are careless and nothing hangs on it: a target with blanks, with bytes outside ASCII or without its slash, no
 * Host, HTTP/1.0. A body is never read: a question that announces one is refused, and nothing is heard after another method.
 *
 * @see RFC 9112 §2.2, §3, §5, §6.3, §11.2
 */
export function readHead(bytes: Buffer): HeadReading {
  const start = bytes[0] === 0x0d && bytes[1] === LF ? 2 : 0; // RFC 9112 §2.2: one blank line before is let pass.
  const end = bytes.indexOf('\r\n\r\n', start, 'latin1');
  if (end < 0 || end > HEAD_MAX_BYTES) return readUnfinished(bytes, start);
  const lines = bytes.toString('latin1', start, end).split('\r\n');
  const line = readLine(lines[0] ?? '');
  if ('kind' in line) return line;
  const bad = (status: BadHead['status'], reason: string): BadHead => ({ kind: 'bad', status, reason, line });

  if (lines.length - 1 > HEADERS_MAX) return bad(431, 'too many header fields');
  const headers = new Map<string, string>();
  for (let at = 1; at < lines.length; at += 1) {
    const reason = takeField(headers, lines[at] ?? '');
    if (reason !== null) return bad(400, reason);
  }
  const body = bodyOf(headers, line.minor);
  if (body === 'unclear') return bad(400, 'a body of which nobody can say where it ends');
  const mayAsk = line.method === 'GET' || line.method === 'HEAD';
  if (mayAsk && body !== 'none') return bad(body === 'encoded' ? 501 : 413, 'a body is not read');
  const authority = ORIGIN.exec(line.target)?.[1];
  if (authority !== undefined && (authority === '' || !HOST.test(authority))) return bad(400, 'bad host');
  return {
    kind: 'head',
    head: {
      method: line.method,
      target: line.target,
      headers,
      // What comes after another method's head may be its body.
      keepAlive: mayAsk && staysOpen(headers.get('connection'), line.minor),
      length: end + 4,
    },
  };
}

/** Waits on, unless it is clear already that nothing good will come. */
function readUnfinished(bytes: Buffer, start: number): HeadReading {
  const firstEnd = bytes.indexOf(LF, start);
  const line = firstEnd < 0 ? undefined : readLine(bytes.toString('latin1', start, firstEnd).replace(/\r$/, ''));
  if (line && 'kind' in line) return line;
  const known = line ? { line } : {};
  if (firstEnd < 0 ? bytes.length - start > LINE_MAX_BYTES : firstEnd - start > LINE_MAX_BYTES)
    return { kind: 'bad', status: 414, reason: 'the request line is too long', ...known };
  // A client that ends its lines so would wait for an answer until the deadline.
  for (let at = firstEnd; at >= 0; at = bytes.indexOf(LF, at + 1))
    if (bytes[at - 1] !== 0x0d) return { kind: 'bad', status: 400, reason: 'a line ends without CR', ...known };
  if (bytes.length > HEAD_MAX_BYTES) return { kind: 'bad', status: 431, reason: 'the header is too large', ...known };
  return { kind: 'more' };
}

function readLine(line: string): { method: string; target: string; minor: number } | BadHead {
  const bad = (status: BadHead['status'], reason: string): BadHead => ({ kind: 'bad', status, reason });
  if (line.length > LINE_MAX_BYTES) return bad(414, 'the request line is too long');
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  const method = line.slice(0, Math.max(first, 0));
  const version = /^HTTP\/(\d)\.(\d)$/.exec(line.slice(last + 1));
  const target = line.slice(first + 1, Math.max(last, first + 1)).trim();
  if (!TOKEN.test(method) || target === '' || !version || CONTROL.test(line) || line.includes('\t'))
    return bad(400, 'no request of HTTP');
  if (version[1] !== '1') return { ...bad(505, 'not HTTP/1'), line: { method, target } };
  return { method, target: mendTarget(target), minor: Number(version[2]) };
}

/** One character a byte, as everything here. */
function mendTarget(target: string): string {
  const escaped = target.replace(
    UNSAFE_IN_TARGET,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return escaped.startsWith('/') || escaped === '*' || ORIGIN.test(escaped) ? escaped : `/${escaped}`;
}

/** Adds one field. Returns what is wrong with it, or null. */
function takeField(headers: Map<string, string>, line: string): string | null {
  const colon = line.indexOf(':');
  // A folded line, a blank before the colon and a line without one all fail here.
  if (colon < 1 || !TOKEN.test(line.slice(0, colon))) return 'a header field that is none';
  const name = line.slice(0, colon).toLowerCase();
  const value = line.slice(colon + 1).trim();
  if (CONTROL.test(value)) return 'a control character in a header field';
  const former = headers.get(name);
  if (former !== undefined && ONCE.has(name)) return `two fields ${name}`;
  headers.set(name, former === undefined ? value : `${former}, ${value}`);
  return name === 'host' && !HOST.test(value) ? 'bad host' : null;
}

/** Two of these and two readers may each take another one. */
const ONCE = new Set(['content-length', 'transfer-encoding', 'host']);

/** @see RFC 9112 §6.3 */
function bodyOf(headers: ReadonlyMap<string, string>, minor: number): 'none' | 'long' | 'encoded' | 'unclear' {
  const length = headers.get('content-length');
  const encoding = headers.get('transfer-encoding');
  if (length !== undefined && !/^\d{1,15}$/.test(length)) return 'unclear';
  if (encoding !== undefined) return length !== undefined || minor === 0 ? 'unclear' : 'encoded';
  return length === undefined || Number(length) === 0 ? 'none' : 'long';
}

/** @see RFC 9112 §9.3 */
function staysOpen(connection: string | undefined, minor: number): boolean {
  if (connection === undefined) return minor > 0;
  const wishes = connection.toLowerCase().split(/[\s,]+/);
  return !wishes.includes('close') && (minor > 0 || wishes.includes('keep-alive'));
}

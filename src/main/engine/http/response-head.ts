import { STATUS_CODES } from 'node:http';

/** Fields by name, in the order in which they go out. */
export type Fields = Readonly<Record<string, string | number>>;

/** The bytes before a body. Always says how long the body is, and whether the connection stays. */
export function responseHead(status: number, fields: Fields, keepAlive: boolean, now: number): string {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nDate: ${httpDate(now)}\r\n`;
  for (const [name, value] of Object.entries(fields)) text += `${name}: ${value}\r\n`;
  return `${text}${keepAlive ? STAYS : 'Connection: close'}\r\n\r\n`;
}

/** How long an idle connection stays, in seconds. */
export const KEEP_ALIVE_SECONDS = 5;
const STAYS = `Connection: keep-alive\r\nKeep-Alive: timeout=${KEEP_ALIVE_SECONDS}`;

let spelled = { second: -1, text: '' };

/** `now`: milliseconds since 1970. As RFC 9110 §5.6.7 wants it, always 29 characters; spelled once a second. */
export function httpDate(now: number): string {
  const second = Math.floor(now / 1000);
  if (spelled.second !== second) spelled = { second, text: new Date(second * 1000).toUTCString() };
  return spelled.text;
}

/** A status and one plain line. Also how it is asked to come back, where that may help. */
export function plainAnswer(
  status: number,
  given: { keepAlive: boolean; isHead: boolean; now: number; fields?: Fields },
): Buffer {
  const line = `${status} ${STATUS_CODES[status] ?? ''}\n`;
  const fields = {
    'Content-Type': 'text/plain',
    'Content-Length': line.length,
    ...(status === 503 ? { 'Retry-After': RETRY_AFTER_SECONDS } : {}),
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
    ...given.fields,
  };
  return Buffer.from(responseHead(status, fields, given.keepAlive, given.now) + (given.isHead ? '' : line), 'latin1');
}

const RETRY_AFTER_SECONDS = 10;

import { expect, it } from 'vitest';
import { readHead } from './request-head.ts';

const read = (text: string) => readHead(Buffer.from(text, 'latin1'));

it.each([
  ['a plain request', 'GET /a.cfg HTTP/1.1\r\nHost: x\r\n\r\n', '/a.cfg', true],
  ['no Host', 'GET /a.cfg HTTP/1.1\r\n\r\n', '/a.cfg', true],
  ['an empty Host', 'GET /a.cfg HTTP/1.1\r\nHost:\r\n\r\n', '/a.cfg', true],
  ['an IPv6 Host', 'GET /a.cfg HTTP/1.1\r\nHost: [fe80::1]:8080\r\n\r\n', '/a.cfg', true],
  ['HTTP/1.0', 'GET /a.cfg HTTP/1.0\r\n\r\n', '/a.cfg', false],
  ['HTTP/1.0 that wants to stay', 'GET /a.cfg HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n', '/a.cfg', true],
  ['a wish to close', 'GET /a.cfg HTTP/1.1\r\nConnection: foo, Close\r\n\r\n', '/a.cfg', false],
  ['a blank line before', '\r\nGET /a.cfg HTTP/1.1\r\n\r\n', '/a.cfg', true],
  ['blanks in the target', 'GET /a  b.cfg HTTP/1.1\r\n\r\n', '/a%20%20b.cfg', true],
  ['bytes outside ASCII', 'GET /\xe9.cfg HTTP/1.1\r\n\r\n', '/%E9.cfg', true],
  ['a missing slash', 'GET  a.cfg  HTTP/1.1\r\n\r\n', '/a.cfg', true],
  ['an absolute URI', 'GET http://h:80/a.cfg HTTP/1.1\r\nHost: other\r\n\r\n', 'http://h:80/a.cfg', true],
  ['a length of nothing', 'GET /a.cfg HTTP/1.1\r\nContent-Length: 0\r\n\r\n', '/a.cfg', true],
  ['a minor version to come', 'GET /a.cfg HTTP/1.9\r\n\r\n', '/a.cfg', true],
])('understands %s', (_, text, target, keepAlive) => {
  expect(read(text)).toMatchObject({ kind: 'head', head: { method: 'GET', target, keepAlive, length: text.length } });
});

it.each([
  ['a log that a phone sends', 'PUT /phone.log HTTP/1.1\r\nContent-Length: 900\r\n\r\n'],
  ['one in pieces', 'POST /phone.log HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'],
])('understands %s, and that nothing behind it can be', (_, text) => {
  expect(read(text)).toMatchObject({ kind: 'head', head: { keepAlive: false, length: text.length } });
});

it('joins repeated fields, and leaves what comes after the head', () => {
  const reading = read('GET / HTTP/1.1\r\nRange: bytes=0-1\r\nrange:  bytes=2-3 \r\n\r\nGET /next');
  expect(reading).toMatchObject({ kind: 'head', head: { length: 56 } });
  expect(reading.kind === 'head' && reading.head.headers.get('range')).toBe('bytes=0-1, bytes=2-3');
});

const field = (text: string) => `GET / HTTP/1.1\r\n${text}\r\n\r\n`;

it.each([
  ['a length beside an encoding', field('Content-Length: 4\r\nTransfer-Encoding: chunked'), 400],
  ['an encoding beside a length', field('Transfer-Encoding: chunked\r\nContent-Length: 0'), 400],
  ['two lengths', field('Content-Length: 0\r\nContent-Length: 4'), 400],
  ['two equal lengths', field('Content-Length: 4\r\nContent-Length: 4'), 400],
  ['a list of lengths', field('Content-Length: 4, 4'), 400],
  ['a signed length', field('Content-Length: +4'), 400],
  ['a length in hex', field('Content-Length: 0x4'), 400],
  ['an empty length', field('Content-Length:'), 400],
  ['a length with a blank in it', field('Content-Length: 1 0'), 400],
  ['two encodings', field('Transfer-Encoding: identity\r\nTransfer-Encoding: chunked'), 400],
  ['an encoding in HTTP/1.0', 'GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
  ['an encoding', field('Transfer-Encoding: chunked'), 501],
  ['an encoding in disguise', field('Transfer-Encoding: xchunked'), 501],
  ['a body', field('Content-Length: 4'), 413],
  ['a folded line', field('X: a\r\n b'), 400],
  ['a first line that is folded', field(' X: a'), 400],
  ['a blank before the colon', field('Host : x'), 400],
  ['a tab before the colon', field('Content-Length\t: 4'), 400],
  ['a field without a colon', field('Host'), 400],
  ['a field without a name', field(': x'), 400],
  ['a name with bytes outside ASCII', field('H\xf6st: x'), 400],
  ['a NUL in a value', field('X: a\0b'), 400],
  ['a bare LF in a value', field('X: a\nContent-Length: 4'), 400],
  ['a bare CR in a value', field('X: a\rContent-Length: 4'), 400],
  ['lines that end with LF alone', 'GET / HTTP/1.1\nHost: x\n\n', 400],
  ['one line that ends with LF alone', 'GET / HTTP/1.1\r\nHost: x\n', 400],
  ['two hosts', field('Host: a\r\nHost: b'), 400],
  ['two equal hosts', field('Host: a\r\nHost: a'), 400],
  ['a host with a path', field('Host: a/b'), 400],
  ['a host with a user', field('Host: a@b'), 400],
  ['a host with a blank', field('Host: a b'), 400],
  ['an absolute URI without a host', 'GET http:///a HTTP/1.1\r\n\r\n', 400],
  ['an absolute URI with a user', 'GET http://a@b/ HTTP/1.1\r\n\r\n', 400],
  ['HTTP/0.9', 'GET /a.cfg\r\n\r\n', 400],
  ['no target', 'GET HTTP/1.1\r\n\r\n', 400],
  ['a blank in front', ' GET / HTTP/1.1\r\n\r\n', 400],
  ['a method that is none', 'G(T / HTTP/1.1\r\n\r\n', 400],
  ['a tab for a blank', 'GET\t/\tHTTP/1.1\r\n\r\n', 400],
  ['a NUL in the target', 'GET /a\0b HTTP/1.1\r\n\r\n', 400],
  ['a CR in the target', 'GET /a\rb HTTP/1.1\r\n\r\n', 400],
  ['a version in lower case', 'GET / http/1.1\r\n\r\n', 400],
  ['a version with more digits', 'GET / HTTP/1.10\r\n\r\n', 400],
  ['two blank lines before', '\r\n\r\nGET / HTTP/1.1\r\n\r\n', 400],
  ['a write with two lengths', 'PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  ['another version', 'GET / HTTP/2.0\r\n\r\n', 505],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
  ['the hello of TLS', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\n', 400],
  ['a long line', `GET /${'x'.repeat(9000)} HTTP/1.1\r\n\r\n`, 414],
  ['a long line without an end', `GET /${'x'.repeat(9000)}`, 414],
  ['a large header', field(`X: ${'y'.repeat(17_000)}`), 431],
  ['a large header without an end', `GET / HTTP/1.1\r\nX: ${'y'.repeat(17_000)}`, 431],
  ['many fields', field(Array.from({ length: 101 }, (_, at) => `X-${at}: 1`).join('\r\n')), 431],
])('refuses %s', (_, text, status) => {
  expect(read(text)).toMatchObject({ kind: 'bad', status });
});

it('knows method and target of a request that it refuses for a field, and of none whose line is no request', () => {
  expect(read(field('Content-Length: 4'))).toMatchObject({ line: { method: 'GET', target: '/' } });
  expect(read('\0\x01\r\n\r\n')).not.toHaveProperty('line');
});

it('waits for the rest wherever a request is cut', () => {
  const text = 'GET /a b.cfg HTTP/1.1\r\nHost: x\r\nUser-Agent: y\r\n\r\n';
  for (let at = 0; at < text.length; at += 1) expect(read(text.slice(0, at)), `cut at ${at}`).toEqual({ kind: 'more' });
});

import { expect, it } from 'vitest';
import { mendRequestLine } from './request-line.ts';

const REST = '\r\nHost: x\r\n\r\n';

it.each([
  ['leaves a plain line', 'GET /a.cfg?x=1 HTTP/1.1', 'GET /a.cfg?x=1 HTTP/1.1'],
  ['leaves escapes, brackets and commas', 'GET /T46U(T43U,T42U)[1]%20.rom HTTP/1.0', 'GET /T46U(T43U,T42U)[1]%20.rom HTTP/1.0'],
  ['leaves an absolute URI', 'GET http://192.0.2.1/a HTTP/1.1', 'GET http://192.0.2.1/a HTTP/1.1'],
  ['leaves the asterisk of OPTIONS', 'OPTIONS * HTTP/1.1', 'OPTIONS * HTTP/1.1'],
  ['escapes blanks', 'GET /a  b c.cfg HTTP/1.1', 'GET /a%20%20b%20c.cfg HTTP/1.1'],
  ['escapes bytes outside ASCII', 'GET /\u00c3\u00a9 HTTP/1.1', 'GET /%C3%A9 HTTP/1.1'],
  ['puts the slash in front', 'GET a.cfg HTTP/1.0', 'GET /a.cfg HTTP/1.0'],
  ['keeps a path that looks like a version', 'GET /x HTTP/1.0 y HTTP/1.1', 'GET /x%20HTTP/1.0%20y HTTP/1.1'],
  ['leaves what is no request line', '\0\x01\x02', '\0\x01\x02'],
])('%s', (_, line, mended) => {
  expect(mendRequestLine(Buffer.from(line + REST, 'latin1')).toString('latin1')).toBe(mended + REST);
});

it('leaves bytes without a line end', () => {
  expect(mendRequestLine(Buffer.from('GET a')).toString()).toBe('GET a');
});

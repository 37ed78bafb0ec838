import { expect, it } from 'vitest';
import { failureOf } from '../../../shared/failures.ts';
import { parseTestUrl } from './fetch-url.ts';

const wish = { blockSize: 1428, windowSize: 1 };

it.each([
  ['tftp://192.0.2.1/a.cfg', '192.0.2.1', 69, 'a.cfg'],
  ['tftp://192.0.2.1:6969/firmware/a%20b.rom', '192.0.2.1', 6969, 'firmware/a b.rom'],
  ['tftp://[2001:db8::1]/a.cfg;mode=octet', '2001:db8::1', 69, 'a.cfg'],
  ['tftp://phones.example//absolute.cfg', 'phones.example', 69, '/absolute.cfg'],
])('asks by %s for the file that it names', (url, host, port, path) => {
  expect(parseTestUrl({ url, ...wish }).task).toMatchObject({ kind: 'tftp', host, port, path, ...wish });
});

it.each(['http://192.0.2.1:8080/a.cfg', 'https://phones.example/a.cfg'])('fetches %s over a connection', (url) => {
  expect(parseTestUrl({ url, ...wish }).task).toMatchObject({ kind: 'http', url });
});

it.each([
  ['', 'test.url-invalid'],
  ['192.0.2.1/a.cfg', 'test.url-invalid'],
  ['file:///etc/passwd', 'test.url-invalid'],
  ['tftp://192.0.2.1', 'test.url-invalid'],
  ['tftp://192.0.2.1/', 'test.url-invalid'],
  ['tftp://192.0.2.1:0/a.cfg', 'test.url-invalid'],
  ['tftp://192.0.2.1/%', 'test.url-invalid'],
  ['tftp://192.0.2.1/a%00b', 'test.url-invalid'],
  [`tftp://192.0.2.1/${'a'.repeat(401)}`, 'test.url-invalid'],
  ['http://user:secret@192.0.2.1/a.cfg', 'source.credentials-in-url'],
])('refuses “%s” at the door', (url, code) => {
  expect(refusalOf(() => parseTestUrl({ url, ...wish }))).toBe(code);
});

function refusalOf(work: () => unknown): string {
  try {
    work();
    return 'nothing was refused';
  } catch (error) {
    return failureOf(error).code;
  }
}

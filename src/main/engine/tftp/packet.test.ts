import { expect, it } from 'vitest';
import {
  ackedNumber,
  formatAck,
  formatError,
  formatOack,
  formatRequest,
  type Packet,
  parsePacket,
  writeDataHeader,
} from './packet.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const none = new Map<string, string>();

it.each<[string, Buffer, Packet]>([
  ['a plain request', bytes('\0\x01a.cfg\0octet\0'), { kind: 'read-request', name: 'a.cfg', mode: 'octet', options: none }],
  ['a mode in any case', bytes('\0\x01a\0NetASCII\0'), { kind: 'read-request', name: 'a', mode: 'netascii', options: none }],
  [
    'option names in any case',
    bytes('\0\x01a\0octet\0BlkSize\x001024\0TSIZE\x000\0'),
    {
      kind: 'read-request',
      name: 'a',
      mode: 'octet',
      options: new Map([
        ['blksize', '1024'],
        ['tsize', '0'],
      ]),
    },
  ],
  [
    'the first of two equal options',
    bytes('\0\x01a\0octet\0tsize\x000\0TSIZE\x009\0'),
    { kind: 'read-request', name: 'a', mode: 'octet', options: new Map([['tsize', '0']]) },
  ],
  [
    'junk behind the last NUL',
    bytes('\0\x01a\0octet\0tsize\x000\0junk'),
    { kind: 'read-request', name: 'a', mode: 'octet', options: new Map([['tsize', '0']]) },
  ],
  [
    'padding with NULs',
    bytes('\0\x01a\0octet\0\0\0\0\0tsize\x000\0'),
    { kind: 'read-request', name: 'a', mode: 'octet', options: none },
  ],
  [
    'an option named like a property of objects',
    bytes('\0\x01a\0octet\0__proto__\x001\0'),
    { kind: 'read-request', name: 'a', mode: 'octet', options: new Map([['__proto__', '1']]) },
  ],
  ['a name in UTF-8', Buffer.from('\0\x01é.cfg\0octet\0'), { kind: 'read-request', name: 'é.cfg', mode: 'octet', options: none }],
  [
    'a name in Latin-1, a character a byte',
    bytes('\0\x01\xe9.cfg\0octet\0'),
    { kind: 'read-request', name: 'é.cfg', mode: 'octet', options: none },
  ],
  ['a write request', bytes('\0\x02log\0octet\0'), { kind: 'write-request', name: 'log', mode: 'octet', options: none }],
  ['DATA', bytes('\0\x03\xff\xffabc'), { kind: 'data', block: 65535, payload: bytes('abc') }],
  ['empty DATA', bytes('\0\x03\0\x01'), { kind: 'data', block: 1, payload: bytes('') }],
  ['ACK', bytes('\0\x04\x01\0'), { kind: 'ack', block: 256 }],
  ['an ACK with padding', bytes('\0\x04\0\x02\0\0'), { kind: 'ack', block: 2 }],
  ['ERROR', bytes('\0\x05\0\x01gone\0'), { kind: 'error', code: 1, message: 'gone' }],
  ['an ERROR without its NUL', bytes('\0\x05\0\x00stop'), { kind: 'error', code: 0, message: 'stop' }],
  ['OACK', bytes('\0\x06blksize\x00512\0'), { kind: 'oack', options: new Map([['blksize', '512']]) }],
])('reads %s', (_, datagram, packet) => {
  expect(parsePacket(datagram)).toEqual(packet);
});

it.each<[string, Buffer, number | null]>([
  ['no byte', bytes(''), null],
  ['one byte', bytes('\0'), null],
  ['an opcode alone', bytes('\0\x01'), 1],
  ['an unknown opcode', bytes('\0\x63file\0octet\0'), 99],
  ['a request without a mode', bytes('\0\x01file\0'), 1],
  ['a mode without its NUL', bytes('\0\x01file\0octet'), 1],
  ['an empty name', bytes('\0\x01\0octet\0'), 1],
  ['a request larger than a frame', bytes(`\0\x01${'a'.repeat(2000)}\0octet\0`), 1],
  ['a short DATA', bytes('\0\x03\0'), 3],
  ['a short ACK', bytes('\0\x04\0'), 4],
  ['a short ERROR', bytes('\0\x05'), 5],
])('calls %s malformed', (_, datagram, opcode) => {
  expect(parsePacket(datagram)).toEqual({ kind: 'malformed', opcode });
});

it('never throws, whatever bytes come', () => {
  let seed = 7;
  for (let i = 0; i < 20_000; i += 1) {
    const datagram = Buffer.alloc(i % 40);
    for (let at = 0; at < datagram.length; at += 1) {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      datagram[at] = at === 0 ? 0 : at === 1 ? (seed >>> 8) % 8 : seed >>> 24;
    }
    expect(() => parsePacket(datagram)).not.toThrow();
  }
});

it('reads what it wrote', () => {
  const options = new Map([['blksize', '1024']]);
  expect(parsePacket(formatRequest('read-request', 'é', 'octet', options))).toEqual({
    kind: 'read-request',
    name: 'é',
    mode: 'octet',
    options,
  });
  const data = Buffer.from('....x');
  writeDataHeader(data, 258);
  expect(parsePacket(data)).toEqual({ kind: 'data', block: 258, payload: Buffer.from('x') });
  expect(parsePacket(formatAck(65536))).toEqual({ kind: 'ack', block: 0 });
  expect(parsePacket(formatError(5, 'who?'))).toEqual({ kind: 'error', code: 5, message: 'who?' });
  expect(parsePacket(formatOack(options))).toEqual({ kind: 'oack', options });
});

it.each([
  ['an ACK', formatAck(258), 258],
  ['an ACK with junk behind it', Buffer.from([0, 4, 255, 255, 1, 2]), 65_535],
  ['a short ACK', Buffer.from([0, 4, 0]), -1],
  ['DATA', Buffer.from([0, 3, 0, 1]), -1],
  ['an opcode beyond ours', Buffer.from([1, 4, 0, 1]), -1],
  ['nothing', Buffer.alloc(0), -1],
])('finds the acknowledged block of %s', (_, bytes, number) => {
  expect(ackedNumber(bytes)).toBe(number);
});

import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { der } from './der.ts';

export interface CertificateWishes {
  /** RSA. */
  readonly key: KeyObject;
  /** IP addresses under which phones ask. */
  readonly addresses: readonly string[];
  /** Random, at most 19 bytes. */
  readonly serial: Uint8Array;
}

const NAME = 'Provdesk';
/** A phone that lost its clock is in 1970 or 2000; no phone outlives the last year that the short form of a time can say. */
const VALID_FROM = new Date('1970-01-01T00:00:00Z');
const VALID_UNTIL = new Date('2049-12-31T23:59:59Z');

const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SUBJECT_ALT_NAME = '2.5.29.17';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/**
 * A server's certificate that signs itself, as PEM. It can sign nothing else: whoever trusts it trusts this server and
 * no other. RSA, as the oldest phones know nothing else.
 *
 * @see RFC 5280 §4.1, §4.2.1
 */
export function selfSignedCertificate({ key, addresses, serial }: CertificateWishes): string {
  const algorithm = der.sequence(der.name(SHA256_WITH_RSA), der.nothing());
  const name = der.sequence(der.set(der.sequence(der.name(COMMON_NAME), der.text(NAME))));
  const content = der.sequence(
    der.explicit(0, der.integer(Buffer.of(2))),
    der.integer(serial),
    algorithm,
    name,
    der.sequence(der.time(VALID_FROM), der.time(VALID_UNTIL)),
    name,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...extensions(addresses))),
  );
  const certificate = der.sequence(content, algorithm, der.bits(sign('sha256', content, key)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function extensions(addresses: readonly string[]): Buffer[] {
  const extension = (id: string, isCritical: boolean, value: Uint8Array) =>
    der.sequence(der.name(id), ...(isCritical ? [der.boolean(true)] : []), der.octets(value));
  return [
    extension(BASIC_CONSTRAINTS, true, der.sequence()),
    // digitalSignature and keyEncipherment; the last five bits are unused.
    extension(KEY_USAGE, true, der.bits(Buffer.of(0b1010_0000), 5)),
    extension(EXTENDED_KEY_USAGE, false, der.sequence(der.name(SERVER_AUTH))),
    extension(SUBJECT_ALT_NAME, false, der.sequence(...addresses.map((address) => der.implicit(7, addressBytes(address))))),
  ];
}

/** Four or sixteen bytes. */
function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  // In one of the many ways to write it; a URL's host has one.
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

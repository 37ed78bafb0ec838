import { createPrivateKey, generateKeyPair, randomBytes, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Secrets } from '../host.ts';
import { codeOf, storeFailure } from '../store/disk-failure.ts';
import { replaceFile } from '../store/replace-file.ts';
import { selfSignedCertificate } from './certificate.ts';

/** What an HTTPS listener shows. Both PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly certificate: string;
}

const FILE = 'https-certificate.pem';
const SECRET = 'serving https-key';
const KEY_BITS = 2048;
/** Of networks that were served before: a phone that trusts the certificate meets it again there. */
const ADDRESSES_MAX = 64;

/**
 * The certificate of this data folder, made when it is first needed. It stays as it is over restarts; an address that
 * it lacks is added, under the same key. The key is among the secrets, the certificate lies in the folder for phones.
 */
export class TlsIdentities {
  readonly #path: string;
  readonly #secrets: Secrets;

  constructor(dataDir: string, secrets: Secrets) {
    this.#path = path.join(dataDir, FILE);
    this.#secrets = secrets;
  }

  /** @throws ProvdeskError `secrets.*`, `store.*` */
  async forAddresses(addresses: readonly string[]): Promise<TlsIdentity> {
    const key = (await this.#secrets.get(SECRET)) ?? (await this.#makeKey());
    const former = await this.#former(key);
    if (former && addresses.every((address) => former.checkIP(address) !== undefined))
      return { key, certificate: former.toString() };
    const names = [...new Set([...addresses, ...(former ? addressesOf(former) : [])])].slice(0, ADDRESSES_MAX);
    const certificate = selfSignedCertificate({ key: createPrivateKey(key), addresses: names, serial: newSerial() });
    await replaceFile(this.#path, [Buffer.from(certificate)]);
    return { key, certificate };
  }

  /** A file that is none, or that belongs to another key, is as good as none. */
  async #former(key: string): Promise<X509Certificate | undefined> {
    const pem = await readFile(this.#path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw storeFailure(error, this.#path);
    });
    const certificate = pem === undefined ? undefined : parse(pem);
    return certificate?.checkPrivateKey(createPrivateKey(key)) ? certificate : undefined;
  }

  async #makeKey(): Promise<string> {
    const { privateKey } = await promisify(generateKeyPair)('rsa', {
      modulusLength: KEY_BITS,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    await this.#secrets.set(SECRET, privateKey);
    return privateKey;
  }
}

/** As it is compared by eye: `AB:CD:…`, SHA-256. */
export function fingerprintOf(certificate: string): string {
  return new X509Certificate(certificate).fingerprint256;
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined; // Cut short, or written over by hand: a new one is made.
  }
}

function addressesOf(certificate: X509Certificate): string[] {
  return [...(certificate.subjectAltName ?? '').matchAll(/IP Address:([^,\s]+)/g)].map(([, address]) => address ?? '');
}

/** Positive, and not the serial of the certificate before: some phones refuse two that differ under one serial. */
function newSerial(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

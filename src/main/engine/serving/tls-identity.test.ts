import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { openKeySecrets } from '../secrets.ts';
import { fingerprintOf, TlsIdentities, type TlsIdentity } from './tls-identity.ts';

let dataDir: string;
let identities: TlsIdentities;

const reopen = () => new TlsIdentities(dataDir, openKeySecrets(dataDir, undefined));
const certificateOf = ({ certificate }: TlsIdentity) => new X509Certificate(certificate);

beforeEach(() => {
  dataDir = temporaryFolder('tls');
  identities = reopen();
});

afterAll(removeTemporaryFolders);

it('makes a certificate that signs itself, names the addresses and can sign nothing else', async () => {
  const identity = await identities.forAddresses(['192.168.1.20', 'fd00::1:20']);
  const certificate = certificateOf(identity);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
  expect(certificate.checkIP('192.168.1.20')).toBeDefined();
  expect(certificate.checkIP('fd00:0:0::1:20')).toBeDefined();
  expect(certificate.checkIP('192.168.1.21')).toBeUndefined();
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  expect([certificate.validFromDate.getUTCFullYear(), certificate.validToDate.getUTCFullYear()]).toEqual([1970, 2049]);
  expect(fingerprintOf(identity.certificate)).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
});

it('keeps it over restarts, also where fewer addresses are served', async () => {
  const first = await identities.forAddresses(['192.168.1.20', '10.0.0.7']);
  expect(await reopen().forAddresses(['10.0.0.7'])).toEqual(first);
});

it('adds an address under the same key, and keeps the former ones', async () => {
  const first = await identities.forAddresses(['192.168.1.20', '::1']);
  const second = await reopen().forAddresses(['10.0.0.7']);
  expect(second.key).toBe(first.key);
  expect(certificateOf(second).serialNumber).not.toBe(certificateOf(first).serialNumber);
  for (const address of ['10.0.0.7', '192.168.1.20', '::1']) expect(certificateOf(second).checkIP(address)).toBeDefined();
});

it('keeps the key where nobody reads it', async () => {
  const { key, certificate } = await identities.forAddresses(['10.0.0.7']);
  expect(readFileSync(path.join(dataDir, 'https-certificate.pem'), 'utf8')).toBe(certificate);
  expect(readFileSync(path.join(dataDir, 'secrets.key.json'), 'utf8')).not.toContain(key.split('\n')[1]);
});

it.each([
  ['lost', (file: string) => rmSync(file)],
  ['cut short', (file: string) => truncateSync(file, 100)],
  [
    'another’s',
    (file: string) =>
      writeFileSync(file, readFileSync(path.join(import.meta.dirname, '../../../../test/fixtures/loopback-cert.pem'))),
  ],
])('makes a new one under the same key where the former is %s', async (_, harm) => {
  const first = await identities.forAddresses(['10.0.0.7']);
  harm(path.join(dataDir, 'https-certificate.pem'));
  const second = await reopen().forAddresses(['10.0.0.7']);
  expect(second.key).toBe(first.key);
  expect(certificateOf(second).checkIP('10.0.0.7')).toBeDefined();
});

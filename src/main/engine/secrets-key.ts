import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { ProvdeskError } from '../../shared/failures.ts';
import { codeOf, storeFailure } from './store/disk-failure.ts';
import { replaceFile } from './store/replace-file.ts';
import type { Sealed, Sealing } from './sealing.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** About 100 ms and 32 MiB on a laptop. @see RFC 7914 §2 */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 } as const;

const base64 = (bytes: number) =>
  z.base64().transform((text, context) => {
    const found = Buffer.from(text, 'base64');
    if (found.length === bytes) return found;
    context.addIssue({ code: 'custom', message: `must be ${bytes} bytes` });
    return z.NEVER;
  });
const Box = z.object({
  lock: z.enum(['key-file', 'passphrase']),
  salt: base64(16),
  nonce: base64(NONCE_BYTES),
  /** Tells a wrong key from a damaged file. */
  check: base64(16),
  tag: base64(TAG_BYTES),
  data: z.base64(),
});

/**
 * AES-256-GCM, with a key derived by scrypt from a passphrase, or from the bytes of a key file.
 * A file that was locked with the key file opens once a passphrase is given too; the next change locks it with that.
 */
export function keySealing(keyPath: string, passphrase: string | undefined): Sealing {
  const derived = new Map<string, Promise<Buffer>>();
  const deriveOnce = (secret: string | Buffer, salt: Buffer): Promise<Buffer> => {
    const name = `${typeof secret} ${salt.toString('base64')}`;
    const key = derived.get(name) ?? derive(secret, salt);
    derived.set(name, key);
    return key;
  };
  let salt: Buffer | undefined;
  return {
    name: 'key',
    async seal(text) {
      const lock = passphrase === undefined ? 'key-file' : 'passphrase';
      const used = (salt ??= randomBytes(16));
      const key = await deriveOnce(passphrase ?? (await makeKey(keyPath)), used);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(lock));
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const parts = { salt: used, nonce, check: checkOf(key), tag: cipher.getAuthTag(), data };
      return { lock, ...Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')])) };
    },
    async open(sealed, filePath) {
      const box = parseBox(sealed, filePath);
      if (box.lock === 'passphrase' && passphrase === undefined)
        throw new ProvdeskError('secrets.passphrase-needed', { path: filePath });
      const secret = box.lock === 'passphrase' ? (passphrase ?? '') : await readKey(keyPath, filePath);
      const key = await deriveOnce(secret, box.salt);
      if (!timingSafeEqual(checkOf(key), box.check)) {
        derived.clear();
        if (box.lock === 'passphrase') throw new ProvdeskError('secrets.passphrase-wrong', { path: filePath });
        throw new ProvdeskError('secrets.key-missing', { path: filePath, key: keyPath });
      }
      return decrypt(box, key, filePath);
    },
    // Nothing on the disk needs it any more.
    settled: async () => (passphrase === undefined ? undefined : await rm(keyPath, { force: true })),
  };
}

function parseBox(sealed: Sealed, filePath: string): z.output<typeof Box> {
  const parsed = Box.safeParse(sealed);
  if (parsed.success) return parsed.data;
  throw new ProvdeskError('secrets.damaged', { path: filePath });
}

function decrypt(box: z.output<typeof Box>, key: Buffer, filePath: string): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, box.nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(box.lock));
    decipher.setAuthTag(box.tag);
    return Buffer.concat([decipher.update(Buffer.from(box.data, 'base64')), decipher.final()]).toString('utf8');
  } catch (error) {
    throw new ProvdeskError('secrets.damaged', { path: filePath }, { cause: error });
  }
}

function checkOf(key: Buffer): Buffer {
  return createHmac('sha256', key).update('provdesk secrets 1').digest().subarray(0, 16);
}

function derive(secret: string | Buffer, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same characters typed on another keyboard may be other code points.
    const bytes = typeof secret === 'string' ? Buffer.from(secret.normalize('NFKC'), 'utf8') : secret;
    scrypt(bytes, salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

async function readKey(keyPath: string, filePath: string): Promise<Buffer> {
  const key = await keyAt(keyPath);
  if (!key) throw new ProvdeskError('secrets.key-missing', { path: filePath, key: keyPath });
  return key;
}

/** The key that is there, or a new one for this user alone. A key of the wrong length is never written over. */
async function makeKey(keyPath: string): Promise<Buffer> {
  const there = await keyAt(keyPath);
  if (there) return there;
  const key = randomBytes(KEY_BYTES);
  await replaceFile(keyPath, [Buffer.from(`${key.toString('base64')}\n`)], undefined, 0o600);
  return key;
}

async function keyAt(keyPath: string): Promise<Buffer | undefined> {
  try {
    const key = Buffer.from((await readFile(keyPath, 'utf8')).trim(), 'base64');
    if (key.length !== KEY_BYTES) throw new ProvdeskError('secrets.key-missing', { path: keyPath, key: keyPath });
    return key;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw storeFailure(error, keyPath);
  }
}

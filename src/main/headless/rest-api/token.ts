import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';

const TOKEN = /^[\x21-\x7e]{16,200}$/;

/** 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** @throws ProvdeskError `rest.token-unreadable` */
export async function readToken(filePath: string): Promise<string> {
  const token = (await textOf(filePath)).trim();
  if (!TOKEN.test(token)) throw new ProvdeskError('rest.token-unreadable', { path: filePath, reason: 'it holds no such line' });
  return token;
}

/** Takes the same time whatever was offered: digests are compared, not texts. */
export function isToken(offered: string | string[] | undefined, token: string): boolean {
  return typeof offered === 'string' && timingSafeEqual(digestOf(offered), digestOf(token));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function textOf(filePath: string): Promise<string> {
  try {
    return await readFile(filePath, 'utf8');
  } catch (error) {
    throw new ProvdeskError('rest.token-unreadable', { path: filePath, reason: reasonOf(error) }, { cause: error });
  }
}

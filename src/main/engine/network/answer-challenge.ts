import { createHash } from 'node:crypto';
import type { Challenge, DigestChallenge } from './challenge.ts';

export interface SignIn {
  readonly user: string;
  readonly password: string;
}

/** What is being asked, as the one who challenged sees it. */
export interface Asked {
  readonly method: string;
  readonly uri: string;
  /** How often this nonce was answered, from 1. */
  readonly count: number;
  /** Chance of ours, so that no two answers are alike. */
  readonly cnonce: string;
}

/** The value of `Authorization` or `Proxy-Authorization`. @see RFC 7616 §3.4, RFC 7617 §2 */
export function answerChallenge(challenge: Challenge, signIn: SignIn, asked: Asked): string {
  if (challenge.scheme === 'basic') return `Basic ${Buffer.from(`${signIn.user}:${signIn.password}`, 'utf8').toString('base64')}`;
  return digestAnswer(challenge, signIn, asked);
}

function digestAnswer(challenge: DigestChallenge, { user, password }: SignIn, asked: Asked): string {
  const { realm, nonce, opaque, algorithm, session, qop, userhash } = challenge;
  const { method, uri, cnonce } = asked;
  const hash = (...parts: string[]) => createHash(challenge.hash).update(parts.join(':'), 'utf8').digest('hex');
  const count = asked.count.toString(16).padStart(8, '0');
  const secret = hash(user, realm, password);
  const first = session ? hash(secret, nonce, cnonce) : secret;
  const second = hash(method, uri);
  const response = qop ? hash(first, nonce, count, cnonce, 'auth', second) : hash(first, nonce, second);
  const parts = [
    ...nameParts(userhash ? hash(user, realm) : user, userhash),
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    ...(algorithm === null ? [] : [`algorithm=${algorithm}`]),
    `response="${response}"`,
    ...(qop ? ['qop=auth', `nc=${count}`] : []),
    ...(qop || session ? [`cnonce="${cnonce}"`] : []),
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
  ];
  return `Digest ${parts.join(', ')}`;
}

/** A name beyond ASCII has a form of its own. @see RFC 7616 §3.4.4, RFC 5987 */
function nameParts(name: string, hashed: boolean): string[] {
  if (hashed) return [`username="${name}"`, 'userhash=true'];
  const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  if (/[^\x20-\x7e]/.test(name)) return [`username*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`];
  return [`username=${quoted(name)}`];
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

import { createHash } from 'node:crypto';

/** A device's key as it was seen: the type of the key, and its SHA-256 as OpenSSH writes it. */
export interface HostKey {
  /** `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256` … */
  readonly algorithm: string;
  /** `SHA256:` and unpadded base64. @see RFC 4648 §4; OpenSSH `ssh-keygen -l` */
  readonly fingerprint: string;
}

/** Longest name of an algorithm. @see RFC 4251 §6 */
const LONGEST_NAME = 64;

/** Reads a public key blob: its first string names its type. @see RFC 4253 §6.6 */
export function readHostKey(blob: Buffer): HostKey {
  const length = blob.length < 4 ? 0 : blob.readUInt32BE(0);
  const algorithm = length <= LONGEST_NAME ? blob.toString('latin1', 4, 4 + length) : '';
  const fingerprint = `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
  return { algorithm: algorithm === '' ? 'unknown' : algorithm, fingerprint };
}

/**
 * What a key that is shown means beside those that are pinned. A type that was never seen counts as changed once another
 * is pinned: who sits in the middle would offer just that.
 */
export function judgeHostKey(shown: HostKey, pinned: readonly HostKey[]): 'new' | 'pinned' | 'changed' {
  if (pinned.length === 0) return 'new';
  const known = pinned.some(({ algorithm, fingerprint }) => algorithm === shown.algorithm && fingerprint === shown.fingerprint);
  return known ? 'pinned' : 'changed';
}

import type { Algorithms, CipherAlgorithm, KexAlgorithm, ServerHostKeyAlgorithm } from 'ssh2';
import type { HostKey } from './host-key.ts';

/**
 * A router has no instructions for AES: this one takes half the time there, and dropbear is what holds up. Asked for by
 * pattern, as Electron's own cryptography may lack it, and a name that is not there is refused.
 */
const CHEAPEST = /^chacha20-poly1305@/ as unknown as CipherAlgorithm;
const OLD_CIPHERS: CipherAlgorithm[] = ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'];

/**
 * What is offered to a device. The usual set is the library's own. The legacy one is for devices of before 2013 alone, as
 * each of these can be broken by now. @see reference openwisp-upgrader.md 6 (compatibility), measured on dropbear 2012.55
 */
export function offeredAlgorithms(legacy: boolean, pinned: readonly HostKey[]): Algorithms {
  const known = [...new Set(pinned.flatMap(({ algorithm }) => signaturesOf(algorithm)))];
  const serverHostKey = first<ServerHostKeyAlgorithm>(known, legacy ? ['ssh-dss'] : []);
  const cipher = first([CHEAPEST], legacy ? OLD_CIPHERS : []);
  if (!legacy) return { serverHostKey, cipher };
  const append = <T>(names: T[]) => first<T>([], names);
  return {
    serverHostKey,
    cipher,
    kex: append<KexAlgorithm>([
      'diffie-hellman-group-exchange-sha1',
      'diffie-hellman-group14-sha1',
      'diffie-hellman-group1-sha1',
    ]),
    hmac: append(['hmac-md5', 'hmac-sha1-96', 'hmac-md5-96']),
  };
}

/** The library goes through these in their order, and leaves a name that is in its list already where it is. */
function first<T>(names: T[], last: T[]): { remove: T[]; prepend: T[]; append: T[] } {
  return { remove: names, prepend: names, append: last };
}

/** With which signatures a key of this type is shown: those pinned come first, so that the device shows what we know. */
function signaturesOf(algorithm: string): ServerHostKeyAlgorithm[] {
  if (algorithm === 'ssh-rsa') return ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'];
  const same = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'] as const;
  return same.filter((name) => name === algorithm);
}

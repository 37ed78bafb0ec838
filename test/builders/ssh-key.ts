import ssh2 from 'ssh2';

const TRIES = 20;

/** A new key pair of Ed25519, in OpenSSH's format. The library writes one in some hundred so that it cannot read it again. */
export function aKeyPair(): { readonly private: string; readonly public: string } {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
  throw new Error(`no readable key in ${TRIES} tries`);
}

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import ssh2, { type NegotiatedAlgorithms } from 'ssh2';
import { afterAll, expect, it } from 'vitest';
import { aKeyPair } from '../../../../test/builders/ssh-key.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { offeredAlgorithms } from './algorithms.ts';
import { readHostKey } from './host-key.ts';

afterAll(removeTemporaryFolders);

const [ed25519, ecdsa] = [aKeyPair().private, ecdsaKey()];

function ecdsaKey(): string {
  const file = path.join(temporaryFolder('host-key'), 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ecdsa', '-N', '', '-f', file]);
  return readFileSync(file, 'utf8');
}

/** What a client that offers these, and a server with these keys that takes anything, agree on. */
async function agreed(offer: ReturnType<typeof offeredAlgorithms>, hostKeys: string[]): Promise<NegotiatedAlgorithms> {
  const server = new ssh2.Server(
    { hostKeys, algorithms: { cipher: { append: ['aes256-cbc'] } } } as ssh2.ServerConfig,
    (client) => {
      client.on('error', () => undefined);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new ssh2.Client();
  client.on('error', () => undefined);
  const sock = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  const handshake = once(client, 'handshake') as Promise<[NegotiatedAlgorithms]>;
  client.connect({ sock, username: 'root', algorithms: offer });
  const [negotiated] = await handshake;
  client.destroy();
  server.close();
  return negotiated;
}

it('the cipher that is cheap for a router is the first choice', async () => {
  const { cs, sc } = await agreed(offeredAlgorithms(false, []), [ed25519]);
  expect([cs.cipher, sc.cipher]).toEqual(['chacha20-poly1305@openssh.com', 'chacha20-poly1305@openssh.com']);
});

it.each([
  ['ssh-ed25519', ed25519],
  ['ecdsa-sha2-nistp256', ecdsa],
])('of a device with keys of several types, the one that is pinned is asked for: %s', async (algorithm, key) => {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  const pinned = readHostKey(parsed.getPublicSSH());
  const { serverHostKey } = await agreed(offeredAlgorithms(false, [pinned]), [ed25519, ecdsa]);
  expect(serverHostKey).toBe(algorithm);
});

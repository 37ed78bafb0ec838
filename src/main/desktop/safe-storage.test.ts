import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { failureOf } from '../../../test/builders/coded-failure.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../../test/builders/test-engine.ts';
import { SecretsFile } from '../engine/secrets.ts';
import { safeStorageSealing } from './safe-storage.ts';

type Storage = Parameters<typeof safeStorageSealing>[0];

/** A keyring that turns bits over. */
function keyring(given: Partial<Storage> = {}): Storage {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 255));
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptString: (text) => turn(Buffer.from(`v10${text}`)),
    decryptString(bytes) {
      const text = turn(bytes).toString();
      if (!text.startsWith('v10')) throw new Error('Error while decrypting the ciphertext');
      return text.slice(3);
    },
    ...given,
  };
}

afterAll(removeTemporaryFolders);

it('keeps what the system’s keyring sealed', async () => {
  const dataDir = temporaryFolder('secrets');
  const secrets = new SecretsFile(dataDir, safeStorageSealing(keyring(), 'linux'));
  await secrets.set('a', 'hush');
  expect(await new SecretsFile(dataDir, safeStorageSealing(keyring(), 'linux')).get('a')).toBe('hush');
  expect(readFileSync(path.join(dataDir, 'secrets.desktop.json'), 'utf8')).not.toContain('hush');
});

it.each<[string, Partial<Storage>, NodeJS.Platform, string]>([
  ['no encryption', { isEncryptionAvailable: () => false }, 'win32', 'encryption is not available'],
  [
    'a key that everybody knows',
    { getSelectedStorageBackend: () => 'basic_text' },
    'linux',
    'no keyring is running (basic_text)',
  ],
  ['nothing that answers', { isEncryptionAvailable: () => raise('too early') }, 'darwin', 'too early'],
])('with %s refuses to keep anything, and says why', async (_what, given, platform, reason) => {
  const secrets = new SecretsFile(temporaryFolder('secrets'), safeStorageSealing(keyring(given), platform));
  expect(await failureOf(secrets.set('a', 'hush'))).toEqual({ code: 'secrets.unavailable', facts: { reason } });
  expect(await secrets.names()).toEqual([]);
});

it('asks for the backend on Linux alone, where there are several', async () => {
  const storage = keyring({ getSelectedStorageBackend: () => raise('not on this system') });
  await new SecretsFile(temporaryFolder('secrets'), safeStorageSealing(storage, 'darwin')).set('a', 'b');
});

it('what another keyring sealed is refused, and left as it is', async () => {
  const dataDir = temporaryFolder('secrets');
  const text = JSON.stringify({ version: 1, by: 'desktop', data: Buffer.from('of another').toString('base64') });
  writeFileSync(path.join(dataDir, 'secrets.desktop.json'), text);
  const secrets = new SecretsFile(dataDir, safeStorageSealing(keyring(), 'linux'));
  expect((await failureOf(secrets.set('a', 'b'))).code).toBe('secrets.damaged');
  expect(readFileSync(path.join(dataDir, 'secrets.desktop.json'), 'utf8')).toBe(text);
});

function raise(message: string): never {
  throw new Error(message);
}

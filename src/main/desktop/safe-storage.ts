import type { SafeStorage } from 'electron';
import { ProvdeskError, reasonOf } from '../../shared/failures.ts';
import type { Sealing } from '../engine/sealing.ts';

type Storage = Pick<SafeStorage, 'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'>;

/**
 * The operating system's own lock: keychain, DPAPI, or the keyring of a Linux desktop. Asked when it is needed, as it
 * is only known once Electron is ready.
 */
export function safeStorageSealing(storage: Storage, platform: NodeJS.Platform): Sealing {
  return {
    name: 'desktop',
    async seal(text) {
      refuseWeak(storage, platform);
      return { data: storage.encryptString(text).toString('base64') };
    },
    async open({ data }, filePath) {
      refuseWeak(storage, platform);
      try {
        return storage.decryptString(Buffer.from(String(data), 'base64'));
      } catch (error) {
        throw new ProvdeskError('secrets.damaged', { path: filePath }, { cause: error });
      }
    },
  };
}

/** @throws ProvdeskError `secrets.unavailable`; `basic_text` is a key that everybody knows */
function refuseWeak(storage: Storage, platform: NodeJS.Platform): void {
  const reason = weakness(storage, platform);
  if (reason !== undefined) throw new ProvdeskError('secrets.unavailable', { reason });
}

function weakness(storage: Storage, platform: NodeJS.Platform): string | undefined {
  try {
    if (!storage.isEncryptionAvailable()) return 'encryption is not available';
    if (platform === 'linux' && storage.getSelectedStorageBackend() === 'basic_text') return 'no keyring is running (basic_text)';
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

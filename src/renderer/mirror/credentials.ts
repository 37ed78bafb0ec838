import { create } from 'zustand';
import type { Credential } from '../../shared/contract/credentials.ts';
import { engine, onLinkState, onNews } from '../client.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

interface CredentialsMirror {
  readonly phase: Phase;
  readonly credentials: readonly Credential[];
}

/** What signs in to devices over SSH; never the secrets themselves. */
export const useCredentials = create<CredentialsMirror>(() => ({ phase: loading, credentials: [] }));

let following = false;

/** From the first dialog that asks on, for as long as the window is open. */
export function followCredentials(): void {
  if (following) return;
  following = true;
  onNews('credentials.changed', () => void loadCredentials());
  // How many devices use each of them.
  onNews('devices.changed', ({ changed }) => {
    if (changed.some(({ ssh }) => ssh !== null)) void loadCredentials();
  });
  onLinkState((state) => {
    if (state === 'online') void loadCredentials();
  });
}

export async function loadCredentials(): Promise<void> {
  try {
    useCredentials.setState({ phase: ready, credentials: await engine.credentials.list() });
  } catch (error) {
    useCredentials.setState({ phase: failed(error) });
  }
}

import { create } from 'zustand';
import type { StoreUsage } from '../../shared/contract/files.ts';
import { engine, onNews } from '../client.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

interface UsageMirror {
  readonly phase: Phase;
  readonly usage: StoreUsage | undefined;
}

/** Read when a screen asks for it, and from then on whenever something was fetched or dropped. */
export const useUsage = create<UsageMirror>(() => ({ phase: loading, usage: undefined }));

export function listenToUsage(): void {
  onNews('packages.changed', () => {
    if (useUsage.getState().usage) void loadUsage();
  });
}

export async function loadUsage(): Promise<void> {
  try {
    useUsage.setState({ phase: ready, usage: await engine.files.usage() });
  } catch (error) {
    useUsage.setState({ phase: failed(error) });
  }
}

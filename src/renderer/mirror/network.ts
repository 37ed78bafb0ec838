import { create } from 'zustand';
import type { Credential, Proxies } from '../../shared/contract/network.ts';
import { engine, onNews } from '../client.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

interface NetworkMirror {
  readonly proxies: { readonly phase: Phase; readonly value: Proxies | undefined };
  /** Apart from the proxies: where passwords cannot be opened, proxies can still be set. */
  readonly credentials: { readonly phase: Phase; readonly value: readonly Credential[] };
}

export const useNetwork = create<NetworkMirror>(() => ({
  proxies: { phase: loading, value: undefined },
  credentials: { phase: loading, value: [] },
}));

let asked = false;

/** News is of interest once somebody looked. */
export function listenToNetwork(): void {
  onNews('network.changed', () => {
    if (asked) loadNetwork();
  });
}

export function loadNetwork(): void {
  asked = true;
  engine.network.proxies().then(
    (value) => useNetwork.setState({ proxies: { phase: ready, value } }),
    (error: unknown) => useNetwork.setState(({ proxies }) => ({ proxies: { ...proxies, phase: failed(error) } })),
  );
  engine.network.credentials().then(
    (value) => useNetwork.setState({ credentials: { phase: ready, value } }),
    (error: unknown) => useNetwork.setState({ credentials: { phase: failed(error), value: [] } }),
  );
}

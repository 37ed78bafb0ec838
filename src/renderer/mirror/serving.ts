import { create } from 'zustand';
import type { NetworkInterface, ServingStatus } from '../../shared/contract/serving.ts';
import { engine, onNews } from '../client.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

interface ServingMirror {
  readonly phase: Phase;
  readonly status: ServingStatus | undefined;
  readonly interfaces: readonly NetworkInterface[] | undefined;
  /** False from a lost connection to the next snapshot: an engine that restarted counts revisions anew. */
  readonly current: boolean;
}

export const useServing = create<ServingMirror>(() => ({
  phase: loading,
  status: undefined,
  interfaces: undefined,
  current: false,
}));

/** Also for the answers to start and stop, which are as good as news. */
export function takeServingStatus(status: ServingStatus): void {
  useServing.setState((mirror) => {
    const older = mirror.current && mirror.status !== undefined && status.revision < mirror.status.revision;
    return older ? mirror : { ...mirror, status, phase: ready, current: true };
  });
}

export function listenToServing(): void {
  onNews('serving.changed', takeServingStatus);
}

export async function loadServing(): Promise<void> {
  useServing.setState({ current: false });
  try {
    takeServingStatus(await engine.serving.status());
  } catch (error) {
    useServing.setState({ phase: failed(error) });
  }
}

/** The engine announces no cables, so the screen that shows interfaces asks now and then. */
export async function loadInterfaces(): Promise<void> {
  const interfaces = await engine.serving.interfaces();
  useServing.setState({ interfaces });
}

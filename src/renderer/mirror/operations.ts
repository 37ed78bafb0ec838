import { create } from 'zustand';
import type { Operation } from '../../shared/contract/operations.ts';
import { engine, onNews } from '../client.ts';
import { awaitSnapshot, emptyKeyed, type Keyed, takeChange, takeSnapshot } from './keyed.ts';

/** Kept here and not on a screen, so that progress survives going elsewhere. */
export const useOperations = create<Keyed<Operation>>(() => emptyKeyed<Operation>());

export function listenToOperations(): void {
  onNews('operations.changed', (operation) => {
    const change = { revision: operation.revision, changed: [operation], removed: [] };
    useOperations.setState((mirror) => takeChange(mirror, change));
  });
}

export async function loadOperations(): Promise<void> {
  useOperations.setState((mirror) => awaitSnapshot(mirror));
  const operations = await engine.operations.list();
  // A list of operations has no revision of its own: each tells its own, and the newer one of each wins.
  useOperations.setState((mirror) => {
    const snapshot = takeSnapshot<Operation>(emptyKeyed(), 0, operations);
    return (mirror.held ?? []).reduce(takeChange, snapshot);
  });
}

export function newestFirst(operations: Iterable<Operation>): Operation[] {
  return [...operations].sort((a, b) => b.startedAt - a.startedAt || b.revision - a.revision);
}

/** The operation to show with a plugin: what runs, else what was last. */
export function operationOf(operations: Iterable<Operation>, plugin: string): Operation | undefined {
  const about = newestFirst(operations).filter((operation) => isAbout(operation, plugin));
  return about.find((operation) => operation.state === 'running') ?? about[0];
}

function isAbout(operation: Operation, plugin: string): boolean {
  if (operation.plugin === plugin) return true;
  return operation.kind === 'plugins.install' && operation.items.some((item) => item.id === plugin);
}

import { create } from 'zustand';
import type { Operation, OperationItem } from '../../shared/contract/operations.ts';
import { engine, onNews } from '../client.ts';
import { awaitSnapshot, emptyKeyed, type Keyed, takeChange, takeSnapshot } from './keyed.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

interface OperationsMirror extends Keyed<Operation> {
  readonly phase: Phase;
}

/** Kept here and not on a screen, so that progress survives going elsewhere. */
export const useOperations = create<OperationsMirror>(() => ({ ...emptyKeyed<Operation>(), phase: loading }));

export function listenToOperations(): void {
  onNews('operations.changed', (operation) => {
    const change = { revision: operation.revision, changed: [operation], removed: [] };
    useOperations.setState((mirror) => takeChange(mirror, change));
  });
}

export async function loadOperations(): Promise<void> {
  useOperations.setState((mirror) => awaitSnapshot(mirror));
  try {
    const operations = await engine.operations.list();
    // A list of operations has no revision of its own: each tells its own, and the newer one of each wins.
    useOperations.setState((mirror) => {
      const snapshot = takeSnapshot<Operation>(emptyKeyed(), 0, operations);
      return { ...(mirror.held ?? []).reduce(takeChange, snapshot), phase: ready };
    });
  } catch (error) {
    useOperations.setState({ phase: failed(error) });
  }
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
  if (operation.kind === 'links.check') return false;
  if (operation.plugin === plugin) return true;
  const named = operation.kind === 'plugins.install' ? 'id' : 'plugin';
  return operation.items.some((item) => item[named] === plugin);
}

const latest = new WeakMap<ReadonlyMap<string, Operation>, ReadonlyMap<string, OperationItem>>();

/** What the newest operation on a package came to; undefined where none is remembered. Every row of a table may ask. */
export function latestItem(byId: ReadonlyMap<string, Operation>, plugin: string, id: string): OperationItem | undefined {
  const known = latest.get(byId) ?? latestItems(byId.values());
  latest.set(byId, known);
  return known.get(`${plugin}/${id}`);
}

function latestItems(operations: Iterable<Operation>): ReadonlyMap<string, OperationItem> {
  const items = new Map<string, OperationItem>();
  for (const operation of newestFirst(operations).reverse()) {
    if (!operation.kind.startsWith('packages.')) continue;
    for (const item of operation.items) items.set(`${item.plugin ?? operation.plugin ?? ''}/${item.id}`, item);
  }
  return items;
}

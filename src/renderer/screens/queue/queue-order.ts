import type { Operation, OperationItem } from '../../../shared/contract/operations.ts';

type Known = Pick<Operation, 'id' | 'kind' | 'plugin' | 'continues' | 'state' | 'startedAt' | 'revision' | 'items'>;

/** What must be decided first, what runs, then what has ended, the newest first. */
export function queueOrder<T extends Known>(operations: Iterable<T>): T[] {
  const all = [...operations];
  const rank = (operation: T) => (needsDecision(operation, all) ? 0 : operation.state === 'running' ? 1 : 2);
  return all.sort((a, b) => rank(a) - rank(b) || b.startedAt - a.startedAt || b.revision - a.revision);
}

/** A crash or a closed lid left it, and nobody has taken it up since. */
export function needsDecision(operation: Known, all: readonly Known[]): boolean {
  return operation.state === 'interrupted' && canGoOn(operation, all);
}

/** It ended, something of it did not succeed, and no later operation took all of that up. */
export function canGoOn(operation: Known, all: readonly Known[]): boolean {
  if (operation.state === 'running' || operation.state === 'success') return false;
  const left = unfinished(operation).map((item) => keyOf(operation, item));
  if (left.length === 0 || all.some((other) => other.continues === operation.id)) return false;
  const later = all.filter((other) => other.startedAt > operation.startedAt && family(other) === family(operation));
  const taken = new Set(later.flatMap((other) => other.items.map((item) => keyOf(other, item))));
  return !left.every((key) => taken.has(key));
}

export function unfinished({ items }: Pick<Operation, 'items'>): OperationItem[] {
  return items.filter((item) => item.state !== 'success');
}

/** Installing one package takes up what installing all of them left. */
function family({ kind }: Known): string {
  return kind.split('.')[0] ?? kind;
}

function keyOf(operation: Known, item: OperationItem): string {
  return `${item.plugin ?? operation.plugin ?? ''}/${item.id}`;
}

import type { Operation, OperationItem } from '../../shared/contract/operations.ts';

interface Progress {
  /** 0 to 1, by bytes as far as they are known, else by items. */
  readonly share: number;
  readonly done: number;
  readonly failed: readonly OperationItem[];
  readonly waitingFiles: number;
}

export function progressOf({ items, state }: Pick<Operation, 'items' | 'state'>): Progress {
  const done = items.filter((item) => item.state === 'success').length;
  return {
    share: state === 'success' ? 1 : shareOf(items),
    done,
    failed: items.filter((item) => item.state === 'failed'),
    waitingFiles: items.flatMap((item) => item.files).filter((file) => file.state === 'waiting').length,
  };
}

function shareOf(items: readonly OperationItem[]): number {
  const weights = items.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return 0;
  return items.reduce((sum, item, index) => sum + (weights[index] ?? 0) * itemShare(item), 0) / total;
}

/** An item without files still counts a little, so that the bar ends where the work does. */
function weightOf(item: OperationItem): number {
  return Math.max(1, itemBytes(item).total);
}

/** 0 to 1. The last twentieth is the installation itself. */
export function itemShare(item: OperationItem): number {
  if (item.state === 'success') return 1;
  const { done, total } = itemBytes(item);
  return total === 0 ? 0 : (0.95 * done) / total;
}

/** Of all its files; one that was here already counts whole. */
export function itemBytes({ files }: Pick<OperationItem, 'files'>): { done: number; total: number } {
  return {
    done: files.reduce((sum, file) => sum + (file.state === 'here' ? file.total : file.done), 0),
    total: files.reduce((sum, file) => sum + file.total, 0),
  };
}

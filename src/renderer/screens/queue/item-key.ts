import type { OperationItem } from '../../../shared/contract/operations.ts';

/** Two plugins may have a package of one name, and the same one may stand twice in an old record. */
export function itemKey(item: OperationItem, index: number): string {
  return `${index} ${item.plugin ?? ''}/${item.id}`;
}

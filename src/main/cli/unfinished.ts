import type { ProvdeskClient } from '../../shared/contract/client.ts';
import type { Operation, OperationItem } from '../../shared/contract/operations.ts';
import { failureOf, ProvdeskError } from '../../shared/failures.ts';

/**
 * The newest installation of packages of which something is left to do.
 *
 * @throws ProvdeskError `operations.none-unfinished`
 */
export async function newestUnfinished(client: ProvdeskClient): Promise<string> {
  const operations = await client.operations.list(undefined);
  const continued = new Set(operations.map((operation) => operation.continues));
  for (const operation of operations) {
    const { id, kind, state } = operation;
    if (!kind.startsWith('packages.') || state === 'running' || state === 'success' || continued.has(id)) continue;
    for (const item of leftOf(operation, operations)) {
      if (!(await isReadSince(client, operation, item))) return id;
    }
  }
  throw new ProvdeskError('operations.none-unfinished');
}

/** What no operation since has done. One that was begun before counts too, where it ended after this one began. */
export function leftOf(operation: Operation, operations: readonly Operation[]): OperationItem[] {
  const since = operations.filter(
    ({ id, finishedAt = Number.POSITIVE_INFINITY }) => id !== operation.id && finishedAt >= operation.startedAt,
  );
  const done = new Set(
    since.flatMap((other) => other.items.filter(({ state }) => state === 'success').map((item) => nameOf(other, item))),
  );
  return operation.items.filter((item) => item.state !== 'success' && !done.has(nameOf(operation, item)));
}

/** A plugin that could not be read is an item of its own; once it can be read and all of it is there, nothing is left of it. */
async function isReadSince(client: ProvdeskClient, operation: Operation, item: OperationItem): Promise<boolean> {
  const plugin = ownerOf(operation, item);
  if (item.id !== plugin) return false;
  const models = operation.scope?.models;
  try {
    const { packages, unreadable } = await client.packages.plan({ plugin, ...(models ? { models } : {}) });
    return packages.length + unreadable.length === 0;
  } catch (error) {
    // It is gone: going on says so.
    if (failureOf(error).code === 'plugins.not-installed') return false;
    throw error;
  }
}

function ownerOf({ plugin = '' }: Operation, item: OperationItem): string {
  return item.plugin ?? plugin;
}

function nameOf(operation: Operation, item: OperationItem): string {
  return `${ownerOf(operation, item)}\n${item.id}`;
}

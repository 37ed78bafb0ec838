import type { Operation, OperationItem } from './contract/operations.ts';
import { clock, megabytes } from './text.ts';

/** How an installation ended, for people: a line for each item, those that succeeded first, and a summary. */
export function operationLines(operation: Operation): string[] {
  const { items, bytes, bytesHere, startedAt, finishedAt = startedAt } = operation;
  if (items.length === 0) return ['Everything is installed already.'];
  const { installed = [], left = [] } = Object.groupBy(items, ({ state }) => (state === 'success' ? 'installed' : 'left'));
  const here = bytesHere > 0 ? `, ${megabytes(bytesHere)} were here already` : '';
  return [
    ...installed.map((item) => `${nameOf(operation, item)}: installed`),
    ...left.map((item) => `${nameOf(operation, item)}: ${reasonOf(item)}`),
    `${installed.length} installed, ${left.length} not, ${megabytes(bytes)} downloaded${here}, ${clock((finishedAt - startedAt) / 1000)}.`,
  ];
}

function reasonOf({ state, failure }: OperationItem): string {
  return failure ? `${failure.message} [${failure.code}]` : state;
}

/** With its plugin, where the operation is about several. */
function nameOf(operation: Operation, { plugin, id }: OperationItem): string {
  return operation.plugin === undefined && plugin !== undefined && plugin !== id ? `${plugin} ${id}` : id;
}

import type { Operation } from '../../../shared/contract/operations.ts';
import { progressOf } from '../../components/operation-progress.ts';
import { speedOfOperation } from '../../mirror/speeds.ts';
import { useWords } from '../../words/words.ts';

/** How far it is and how long it takes still; once it has ended, what came of it. */
export function OperationSummary({ operation }: { readonly operation: Operation }) {
  const { t, format } = useWords();
  const speed = speedOfOperation(operation);
  const { done, failed } = progressOf(operation);
  const { items, state, startedAt, finishedAt } = operation;
  if (items.length === 0 && state === 'success') return t('operation.nothingToDo');
  const parts = [
    t('operation.itemsDone', { done: format.count(done), total: format.count(items.length) }),
    operation.kind !== 'links.check' && t('operation.fetched', { bytes: format.bytes(operation.bytes) }),
    state !== 'running' && operation.bytesHere > 0 && t('operation.wasHere', { bytes: format.bytes(operation.bytesHere) }),
    failed.length > 0 && t('operation.failedCount', { count: failed.length }),
    finishedAt !== undefined && t('operation.took', { duration: format.duration(finishedAt - startedAt) }),
    speed?.bytesPerSecond !== undefined && t('common.rate', { bytes: format.bytes(speed.bytesPerSecond) }),
    speed?.remainingMs !== undefined && t('operation.remaining', { duration: format.duration(speed.remainingMs) }),
  ];
  return parts.filter(Boolean).join(' · ');
}

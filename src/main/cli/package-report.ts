import { ProvdeskError } from '../../shared/failures.ts';
import { operationLines } from '../../shared/operation-lines.ts';
import { EXIT } from './exit.ts';
import { followOperation, statusOf } from './follow-operation.ts';
import { failureDocument } from './output.ts';
import type { Session } from './program.ts';

/** Follows an installation to its end and answers with its summary; returns the exit status. */
export async function reportPackages(session: Session, id: string): Promise<number> {
  const operation = await followOperation(session, id);
  const status = statusOf(operation);
  const { items, bytes, bytesHere } = operation;
  const packages = items.map((item) => ({ plugin: item.plugin ?? operation.plugin ?? '', id: item.id, state: item.state }));
  const unfinished = items
    .filter((item) => item.state !== 'success')
    .map((item) => ({
      plugin: item.plugin ?? operation.plugin ?? '',
      id: item.id,
      failure: item.failure ?? new ProvdeskError('operations.cancelled').failure,
    }));
  const seconds = ((operation.finishedAt ?? operation.startedAt) - operation.startedAt) / 1000;
  const failed = unfinished.map((item) => ({ ...item, failure: failureDocument(item.failure) }));
  const [first] = failed;
  session.output.answer(
    {
      operation: id,
      installed: items.filter((item) => item.state === 'success').map((item) => item.id),
      failed,
      packages,
      bytes,
      bytesHere,
      seconds,
      ...(status === EXIT.failed && first ? { failure: first.failure } : {}),
    },
    [...operationLines(operation), ...(unfinished.length > 0 ? ['“provdesk packages resume” goes on with what is left.'] : [])],
  );
  return status;
}

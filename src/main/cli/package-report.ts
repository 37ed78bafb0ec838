import type { Operation } from '../../shared/contract/operations.ts';
import { type Failure, ProvdeskError } from '../../shared/failures.ts';
import { EXIT } from './exit.ts';
import { followOperation, statusOf } from './follow-operation.ts';
import { clock, megabytes } from '../../shared/text.ts';
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
  const seconds = secondsOf(operation);
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
    summary(operation, unfinished),
  );
  return status;
}

function summary(
  operation: Operation,
  unfinished: readonly { plugin: string; id: string; failure: Pick<Failure, 'message' | 'code'> }[],
): string[] {
  const { items, bytes, bytesHere } = operation;
  if (items.length === 0) return ['Everything is installed already.'];
  const nameOf = ({ plugin, id }: { plugin?: string | undefined; id: string }) =>
    operation.plugin === undefined && plugin !== undefined && plugin !== id ? `${plugin} ${id}` : id;
  const installed = items.filter((item) => item.state === 'success');
  const here = bytesHere > 0 ? `, ${megabytes(bytesHere)} were here already` : '';
  return [
    ...installed.map((item) => `${nameOf(item)}: installed`),
    ...unfinished.map((item) => `${nameOf(item)}: ${item.failure.message} [${item.failure.code}]`),
    `${installed.length} installed, ${unfinished.length} failed, ${megabytes(bytes)} downloaded${here}, ${clock(secondsOf(operation))}.`,
    ...(unfinished.length > 0 ? ['“provdesk packages resume” goes on with what is left.'] : []),
  ];
}

function secondsOf({ startedAt, finishedAt = startedAt }: Operation): number {
  return (finishedAt - startedAt) / 1000;
}

import { connect, listen } from '../../../shared/contract/client.ts';
import type { Transport } from '../../../shared/contract/kit.ts';
import type { Operation } from '../../../shared/contract/operations.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { Followed } from './operation-table.ts';
import { plainProgress, progressText, type WorkLabel } from './progress-text.ts';

/** Follows an operation of the engine. Its end is remembered: the engine forgets old operations, a client may ask late. */
export async function followOperation(transport: Transport, label: WorkLabel, id: string): Promise<Followed> {
  const client = connect(transport);
  let newest: Operation | undefined;
  const hear = (operation: Operation): Operation => {
    if (operation.id !== id || operation.revision < (newest?.revision ?? 0)) return newest ?? operation;
    newest = operation;
    if (operation.state !== 'running') unsubscribe();
    return operation;
  };
  const unsubscribe = listen(transport, 'operations.changed', hear);
  const now = async () => (newest && newest.state !== 'running' ? newest : hear(await client.operations.get({ id })));
  await now();
  return {
    text: async () => progressText(label, await now()),
    hasEnded: async () => (await now()).state !== 'running',
  };
}

/** Follows a call that has no operation of its own. provd's text has no room for a reason, so that is told elsewhere. */
export function followCall(label: WorkLabel, work: Promise<unknown>, onFailure: (reason: string) => void): Followed {
  let state: 'progress' | 'success' | 'fail' = 'progress';
  work.then(
    () => {
      state = 'success';
    },
    (error: unknown) => {
      state = 'fail';
      onFailure(reasonOf(error));
    },
  );
  return { text: async () => plainProgress(label, state), hasEnded: async () => state !== 'progress' };
}

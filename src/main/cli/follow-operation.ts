import type { Operation } from '../../shared/contract/operations.ts';
import { listen } from '../../shared/contract/client.ts';
import { EXIT } from './exit.ts';
import { operationProgress } from './operation-progress.ts';
import type { Session } from './program.ts';

/** Has `cancel` called when the person at the keyboard interrupts; returns what ends that. */
export type Interrupts = (cancel: () => void) => () => void;

/** What asks a command to end; the operation is cancelled, and its end still told. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Shows an operation's progress until it ends. An interrupt cancels it, and its end is still waited for. */
export async function followOperation(session: Session, id: string, interrupts: Interrupts = signals): Promise<Operation> {
  const { client, backend } = session;
  const show = operationProgress(session.output);
  const cancel = () => {
    client.operations.cancel({ id }).catch(() => undefined); // It ended in the meantime: that end is shown.
  };
  const stopWaiting = interrupts(cancel);
  let unsubscribe = () => {};
  try {
    return await new Promise<Operation>((resolve, reject) => {
      let newest = 0;
      const hear = (operation: Operation) => {
        if (operation.id !== id || operation.revision <= newest) return;
        newest = operation.revision;
        show(operation);
        if (operation.state !== 'running') resolve(operation);
      };
      unsubscribe = listen(backend, 'operations.changed', hear);
      // It may have ended before we listened. A lost connection is told by this request or the next answer.
      client.operations.get({ id }).then(hear, reject);
      const watch = setInterval(() => void client.operations.get({ id }).then(hear, reject), 2000);
      const stopListening = unsubscribe;
      unsubscribe = () => {
        stopListening();
        clearInterval(watch);
      };
    });
  } finally {
    unsubscribe();
    stopWaiting();
  }
}

function signals(cancel: () => void): () => void {
  for (const signal of ENDING) process.on(signal, cancel);
  return () => {
    for (const signal of ENDING) process.off(signal, cancel);
  };
}

/** 0 all done · 3 some failed · 1 nothing succeeded. */
export function statusOf(operation: Operation): number {
  if (operation.state === 'success') return EXIT.done;
  return operation.items.some((item) => item.state === 'success') ? EXIT.partly : EXIT.failed;
}

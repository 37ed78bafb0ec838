import type { Operation } from '../../shared/contract/operations.ts';
import { followOperation as follow } from '../../shared/follow-operation.ts';
import { EXIT } from './exit.ts';
import { operationProgress } from './operation-progress.ts';
import type { Session } from './program.ts';

/** What asks a command to end; the operation is cancelled, and its end still told. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Shows an operation's progress until it ends. An interrupt cancels it, and its end is still waited for. */
export async function followOperation(session: Session, id: string): Promise<Operation> {
  const { client, backend } = session;
  const cancel = () => {
    client.operations.cancel({ id }).catch(() => undefined); // It ended in the meantime: that end is shown.
  };
  const stopWaiting = signals(cancel);
  try {
    return await follow({ client, transport: backend, repeat }, id, operationProgress(session.output));
  } finally {
    stopWaiting();
  }
}

/** Often enough for a person who waits. */
const ASK_AGAIN = 2000;

export function repeat(call: () => void): () => void {
  const timer = setInterval(call, ASK_AGAIN);
  return () => clearInterval(timer);
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

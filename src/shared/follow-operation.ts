import { type ProvdeskClient, listen } from './contract/client.ts';
import type { Transport } from './contract/kit.ts';
import type { Operation } from './contract/operations.ts';

export interface Followed {
  readonly client: ProvdeskClient;
  readonly transport: Transport;
  /** Calls every few seconds until what it returns is called: news may be lost with a connection that is made anew. */
  repeat(call: () => void): () => void;
}

/**
 * Tells `show` of an operation until it has ended.
 *
 * @throws ProvdeskError `operations.unknown`, and what the connection says
 */
export async function followOperation(
  { client, transport, repeat }: Followed,
  id: string,
  show: (operation: Operation) => void,
): Promise<Operation> {
  let unsubscribe = () => {};
  let stopAsking = () => {};
  try {
    return await new Promise<Operation>((resolve, reject) => {
      let newest = 0;
      const hear = (operation: Operation) => {
        if (operation.id !== id || operation.revision <= newest) return;
        newest = operation.revision;
        show(operation);
        if (operation.state !== 'running') resolve(operation);
      };
      unsubscribe = listen(transport, 'operations.changed', hear);
      // It may have ended before we listened. A lost connection is told by this request or the next answer.
      const ask = () => void client.operations.get({ id }).then(hear, reject);
      ask();
      stopAsking = repeat(ask);
    });
  } finally {
    unsubscribe();
    stopAsking();
  }
}

import { ProvdeskError } from '../../../shared/failures.ts';

/** How long a channel or a connection is given to close, in milliseconds. */
export const CLOSE_DEADLINE = 2_000;
const OPENED_WITHIN = 30_000;

/** How long a device may leave a question unanswered, in milliseconds, and who may say stop before. */
export interface Waiting {
  readonly deadline?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Connection {
  readonly host: string;
  readonly closed: Promise<void>;
  isClosed(): boolean;
  cutOff(cause?: unknown): ProvdeskError;
  destroy(): void;
}

/** Where the device's answer goes. */
export interface Taking<T> {
  /** Nobody waits for it any more: what comes yet is to be closed, and then refused. */
  late: boolean;
  resolve(value: T): void;
  refuse(error: ProvdeskError): void;
}

/**
 * What a device opens, unless it leaves the question unanswered, or somebody says stop. One that answers whether it is
 * alive, and nothing else, is of no use to anybody: its connection is ended.
 *
 * @throws ProvdeskError `ssh.command-timed-out`, `ssh.cut-off`, `operations.cancelled`, and what `ask` refuses with
 */
export async function opened<T>(
  connection: Connection,
  what: string,
  { deadline = OPENED_WITHIN, signal }: Waiting,
  ask: (taken: Taking<T>) => void,
): Promise<T> {
  const { host, closed, cutOff, destroy } = connection;
  if (connection.isClosed()) throw cutOff();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  promise.catch(() => undefined); // Heard below, unless the question itself could not be asked.
  const taken: Taking<T> = { late: false, resolve, refuse: reject };
  // A connection that goes in between would leave the question unanswered for good.
  void closed.then(() => reject(cutOff()));
  const giveUp = (failure: ProvdeskError) => {
    reject(failure);
    destroy();
  };
  const tooLate = new ProvdeskError('ssh.command-timed-out', { host, command: what, seconds: deadline / 1000 });
  let timer = setTimeout(giveUp, deadline, tooLate);
  // What opens yet is closed before anything else is asked: a device has few channels.
  const cancel = () => {
    taken.late = true;
    clearTimeout(timer);
    timer = setTimeout(giveUp, CLOSE_DEADLINE, new ProvdeskError('operations.cancelled'));
  };
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  try {
    ask(taken);
    return await promise;
  } catch (error) {
    if (taken.late) throw new ProvdeskError('operations.cancelled');
    // “Not connected”, said at once rather than in the answer.
    throw error instanceof ProvdeskError ? error : cutOff(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

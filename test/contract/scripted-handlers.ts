import type { Contract } from '../../src/shared/contract/contract.ts';
import { createDispatch } from '../../src/shared/contract/dispatch.ts';
import type { Handlers, Transport } from '../../src/shared/contract/kit.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { databaseFailure } from '../../src/main/engine/store/disk-failure.ts';

export interface ScriptedEngine extends Transport {
  announce(name: string, payload: unknown): void;
  /** Names of calls whose handler threw something that is no failure of ours. */
  readonly bugs: string[];
  /** How many listen for news now. */
  readonly listening: number;
}

/** The real door in front of a few handlers that behave as the cases need. */
export function scriptedEngine(): ScriptedEngine {
  const listeners = new Set<(name: string, payload: unknown) => void>();
  const bugs: string[] = [];
  const handlers = {
    app: {
      status: () => 'the status',
      settings: () => new Promise(() => {}), // Never answers: what is open when a connection goes.
    },
    plugins: {
      install: ({ ids }: { ids: string[] }) => ({ operation: ids.join('+') }),
      setServer: ({ url }: { url: string }) => ({ url }),
      update: () => {
        throw new ProvdeskError('plugins.index-invalid', { url: 'http://x', reason: 'not JSON' });
      },
      catalogue: () => {
        throw new TypeError('x is undefined');
      },
    },
    packages: {},
    operations: {},
    devices: { remove: ({ id }: { id: string }) => ({ id }) },
    journal: {
      list: () => {
        throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
      },
    },
    serving: {},
  } as unknown as Handlers<Contract>; // Partial on purpose; a call without a handler is one of the cases.
  return {
    request: createDispatch(
      handlers,
      (name) => bugs.push(name),
      (error) => databaseFailure(error, '/data'),
    ),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce(name, payload) {
      for (const listener of listeners) listener(name, payload);
    },
    bugs,
    get listening() {
      return listeners.size;
    },
  };
}

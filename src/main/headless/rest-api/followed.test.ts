import { expect, it } from 'vitest';
import type { Transport } from '../../../shared/contract/kit.ts';
import type { Operation } from '../../../shared/contract/operations.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { followCall, followOperation } from './followed.ts';

const anOperation = (state: Operation['state'], revision: number): Operation => ({
  id: 'x',
  kind: 'plugins.install',
  state,
  startedAt: 0,
  items: [],
  bytes: 0,
  bytesHere: 0,
  revision,
});

/** An engine with one operation, which it may have forgotten. */
function anEngine() {
  const listeners = new Set<(name: string, payload: unknown) => void>();
  let operation: Operation | undefined = anOperation('running', 1);
  const transport: Transport = {
    request: async () =>
      operation ? { ok: true, value: operation } : { ok: false, failure: new ProvdeskError('operations.unknown').failure },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const change = (changed: Operation | undefined) => {
    operation = changed;
    for (const listener of listeners) if (changed) listener('operations.changed', changed);
  };
  return { transport, change, listening: () => listeners.size };
}

it('remembers how an operation ended that the engine has forgotten, and listens no longer', async () => {
  const { transport, change, listening } = anEngine();
  const followed = await followOperation(transport, 'install', 'x');
  expect([await followed.text(), await followed.hasEnded(), listening()]).toEqual(['install|progress', false, 1]);
  change(anOperation('success', 2));
  change(undefined);
  expect([await followed.text(), await followed.hasEnded(), listening()]).toEqual(['install|success', true, 0]);
});

it('is not led back by older news', async () => {
  const { transport, change } = anEngine();
  const followed = await followOperation(transport, 'install', 'x');
  change(anOperation('failed', 5));
  change(anOperation('running', 4));
  expect(await followed.text()).toBe('install|fail');
});

it('tells of a failed call by its state, and the reason to whoever asked for it', async () => {
  const reasons: string[] = [];
  const followed = followCall('update', Promise.reject(new Error('no route')), (reason) => reasons.push(reason));
  await expect.poll(() => followed.text()).toBe('update|fail');
  expect([await followed.hasEnded(), reasons]).toEqual([true, ['no route']]);
});

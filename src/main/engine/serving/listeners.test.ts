import { expect, it } from 'vitest';
import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import { Listeners } from './listeners.ts';

/** Ports of a pretended machine: one listener a port, whatever the address. `foreign` are taken, `stolen` once they are let go. */
function aMachine(foreign: readonly number[] = [], stolen = '') {
  const taken = new Set(foreign);
  const history: string[] = [];
  let nextFree = 40_000;
  const start = async ({ address, port }: ListenerChoice) => {
    const real = port || nextFree++;
    if (taken.has(real)) throw Object.assign(new Error(`port ${real} is taken`), { code: 'EADDRINUSE' });
    taken.add(real);
    history.push(`+${address}:${real}`);
    const stop = async () => {
      if (stolen !== `${address}:${real}`) taken.delete(real);
      history.push(`-${address}:${real}`);
    };
    return { address, port: real, stop };
  };
  return { listeners: new Listeners(start), history, taken };
}

const http = (port: number, address = '127.0.0.1'): ListenerChoice => ({ protocol: 'http', address, port });

it('opens new ones before it closes old ones, and does not touch the others', async () => {
  const { listeners, history } = aMachine();
  await listeners.replace([http(80), http(81)]);
  expect(await listeners.replace([http(81), http(82)])).toEqual({ kind: 'open', listeners: [http(81), http(82)] });
  expect(history).toEqual(['+127.0.0.1:80', '+127.0.0.1:81', '+127.0.0.1:82', '-127.0.0.1:80']);
});

it('keeps the former ones where one of the new cannot open', async () => {
  const { listeners, taken } = aMachine([99]);
  await listeners.replace([http(80)]);
  expect(await listeners.replace([http(81), http(99)])).toEqual({
    kind: 'failed',
    listener: http(99),
    code: 'EADDRINUSE',
    reason: 'port 99 is taken',
    listeners: [http(80)],
  });
  expect([...taken].sort()).toEqual([80, 99]);
});

it('opens again what it had to close, where the change fails', async () => {
  const { listeners, history } = aMachine([99]);
  await listeners.replace([http(80)]);
  const result = await listeners.replace([http(80, '0.0.0.0'), http(99)]);
  expect(result).toMatchObject({ kind: 'failed', listeners: [http(80)] });
  expect(history).toEqual(['+127.0.0.1:80', '-127.0.0.1:80', '+0.0.0.0:80', '-0.0.0.0:80', '+127.0.0.1:80']);
});

it('opens a TFTP listener anew that is to answer from its one port', async () => {
  const { listeners, history } = aMachine();
  const tftp: ListenerChoice = { protocol: 'tftp', address: '127.0.0.1', port: 69 };
  await listeners.replace([tftp]);
  const single = { ...tftp, singlePort: true };
  expect(await listeners.replace([single])).toEqual({ kind: 'open', listeners: [single] });
  expect(await listeners.replace([single])).toEqual({ kind: 'open', listeners: [single] });
  expect(history).toEqual(['+127.0.0.1:69', '-127.0.0.1:69', '+127.0.0.1:69']);
});

it('does not list what could not be opened again', async () => {
  const { listeners } = aMachine([99], '0.0.0.0:80');
  await listeners.replace([http(80), http(81)]);
  expect(await listeners.replace([http(80, '0.0.0.0'), http(99)])).toMatchObject({ kind: 'failed', listeners: [http(81)] });
});

it('knows a listener of port 0 again by what was asked and by its real port', async () => {
  const { listeners, history } = aMachine();
  await listeners.replace([http(0)]);
  await listeners.replace([http(0)]);
  expect(await listeners.replace([http(40_000)])).toEqual({ kind: 'open', listeners: [http(40_000)] });
  expect(history).toEqual(['+127.0.0.1:40000']);
});

it('makes one change after another', async () => {
  const { listeners } = aMachine();
  const [first, second] = await Promise.all([listeners.replace([http(80)]), listeners.replace([http(80, '0.0.0.0')])]);
  expect([first, second]).toEqual([
    { kind: 'open', listeners: [http(80)] },
    { kind: 'open', listeners: [http(80, '0.0.0.0')] },
  ]);
});

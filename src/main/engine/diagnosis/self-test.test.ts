import { expect, it } from 'vitest';
import { failureOf } from '../../../../test/builders/coded-failure.ts';
import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import type { FetchTask } from './fetching.ts';
import { SelfTests } from './self-test.ts';

const HERE = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const listeners = HERE.map((address): ListenerChoice => ({ protocol: 'http', address, port: 80 }));

/** Fetches wait until they are let go, all at once. */
function heldTests() {
  const fetched: string[] = [];
  const held = Promise.withResolvers<void>();
  let running = 0;
  let puts = 0;
  const tests = new SelfTests({
    threads: {
      async fetch(task: FetchTask) {
        fetched.push(task.kind === 'http' ? new URL(task.url).hostname : task.host);
        await held.promise;
        return { kind: 'got', bytes: 4, sha256: 'aa', milliseconds: 1 };
      },
    },
    probe: {
      name: 'probe',
      async put() {
        running += 1;
        puts += 1;
        if (running > 1) throw new Error('two tests at a time');
        return await Promise.resolve({ bytes: 4, sha256: 'aa' });
      },
      async remove() {
        running -= 1;
        await Promise.resolve();
      },
    },
    serving: () => ({ listeners }),
    interfaces: () => HERE.map((address) => ({ name: address, address, family: 'IPv4', netmask: '', mac: '', kind: 'ethernet' })),
    announce: () => undefined,
    now: () => 0,
  });
  return { tests, fetched, letGo: () => held.resolve(), puts: () => puts };
}

const addressesIn = ({ checks }: { checks: readonly { address: string }[] }) => checks.map(({ address }) => address);

it('gives each who asks while another test runs a test of their own addresses, one after the other', async () => {
  const { tests, letGo } = heldTests();
  const asked = [tests.run(['10.0.0.1']), tests.run(['10.0.0.2']), tests.run(), tests.run(['10.0.0.3', '10.0.0.1'])];
  letGo();
  expect((await Promise.all(asked)).map(addressesIn)).toEqual([['10.0.0.1'], ['10.0.0.2'], HERE, ['10.0.0.1', '10.0.0.3']]);
});

it('shares a test among those who ask for the same addresses, in any order, running or waiting', async () => {
  const { tests, letGo, puts } = heldTests();
  const asked = [
    tests.run(['10.0.0.1', '10.0.0.2']),
    tests.run(['10.0.0.2', '10.0.0.1', '10.0.0.2']),
    tests.run(),
    tests.run(['10.0.0.2', '10.0.0.1']),
    tests.run(),
  ];
  letGo();
  const [one, other, all, third, again] = await Promise.all(asked);
  expect([other, third, again]).toEqual([one, one, all]);
  expect(puts()).toBe(2);
});

it('goes on with the next where a test fails, and tests anew once it has ended', async () => {
  const { tests, letGo, puts } = heldTests();
  const first = tests.run(['10.0.0.1']);
  const nowhere = failureOf(tests.run(['192.0.2.1']));
  const last = tests.run(['10.0.0.2']);
  letGo();
  await first;
  expect((await nowhere).code).toBe('serving.nothing-to-test');
  expect(addressesIn(await last)).toEqual(['10.0.0.2']);
  expect(addressesIn(await tests.run(['10.0.0.1']))).toEqual(['10.0.0.1']);
  expect(puts()).toBe(3);
});

it('lets only so many wait, and takes in others when these are done', async () => {
  const { tests, letGo } = heldTests();
  const asked = Array.from({ length: 17 }, (_, at) => tests.run(['10.0.0.1', `192.0.2.${at}`]));
  expect(await failureOf(tests.run(['10.0.0.2']))).toMatchObject({ code: 'serving.too-many-tests', facts: { most: 16 } });
  // Whose test waits already takes up no further place.
  asked.push(tests.run(['192.0.2.3', '10.0.0.1']));
  letGo();
  await Promise.all(asked);
  expect(addressesIn(await tests.run(['10.0.0.2']))).toEqual(['10.0.0.2']);
});

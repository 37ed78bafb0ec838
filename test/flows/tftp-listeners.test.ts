import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getPriority, networkInterfaces } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeTemporaryFolders, startTestEngine, type TestEngine, temporaryFolder } from '../builders/test-engine.ts';
import { tftpGet } from '../fakes/phone/tftp-get.ts';

let engine: TestEngine;

beforeAll(async () => {
  const filesDir = temporaryFolder('files');
  writeFileSync(path.join(filesDir, 'a.cfg'), 'whole');
  engine = await startTestEngine({ filesDir });
});
afterAll(async () => {
  await engine.stop();
  removeTemporaryFolders();
});

/** From where it was answered, by which port, or what went wrong. */
async function probe(address: string, port: number): Promise<{ from: string; port: number } | string> {
  let answeredFrom = 0;
  const got = await tftpGet({ address, port, name: 'a.cfg', beforeAck: async (_, __, by) => void (answeredFrom = by) });
  return got.kind === 'received' ? { from: got.from, port: answeredFrom } : got.kind;
}

const loopbacks = process.platform === 'linux' ? ['127.0.0.1', '127.0.0.2', '::1'] : ['127.0.0.1', '::1'];

it.each([
  ['a port a transfer', false],
  ['the one port', true],
])('answers each chosen address from that address, IPv4 and IPv6, by %s', async (_, singlePort) => {
  const chosen = loopbacks.map((address) => ({ protocol: 'tftp' as const, address, port: 0, singlePort }));
  const { listeners } = await engine.client.serving.start({ listeners: chosen, remember: false });
  expect(listeners.map(({ address }) => address)).toEqual(loopbacks);
  for (const { address, port } of listeners) {
    const answered = await probe(address, port);
    expect(answered).toMatchObject({ from: address });
    expect(typeof answered === 'object' && answered.port === port).toBe(singlePort);
  }
});

it('opens a listener for each address of the machine where all of them are chosen', async () => {
  const { listeners } = await engine.client.serving.start({
    listeners: [{ protocol: 'tftp', address: '0.0.0.0', port: 0 }],
    remember: false,
  });
  const addresses = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  const mine = addresses.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
  expect(listeners.map(({ address }) => address).toSorted()).toEqual(mine.toSorted());
  for (const { address, port } of listeners) expect(await probe(address, port)).toMatchObject({ from: address });
});

it.runIf(process.platform === 'linux')('lets the rest of the app come first: its threads stand behind the main one', async () => {
  await engine.serve();
  // @see proc_pid_stat(5): the nice value is the 19th field, the 17th behind the name.
  const nice = readdirSync('/proc/self/task').map((task) =>
    Number(readFileSync(`/proc/self/task/${task}/stat`, 'utf8').split(') ')[1]?.split(' ')[16]),
  );
  const main = getPriority(process.pid);
  expect(nice).toContain(Math.min(main + 3, 19));
  expect(nice).toContain(main);
});

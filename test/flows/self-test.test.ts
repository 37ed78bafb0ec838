import { createHash, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { FetchThreads } from '../../src/main/engine/diagnosis/fetch-threads.ts';
import { SelfTests } from '../../src/main/engine/diagnosis/self-test.ts';
import { listInterfaces } from '../../src/main/engine/serving/interfaces.ts';
import { Probe } from '../../src/main/engine/serving/probe.ts';
import { listen } from '../../src/shared/contract/client.ts';
import { failureOf } from '../../src/shared/failures.ts';
import type { SelfTest } from '../../src/shared/contract/serving-test.ts';
import type { ListenerChoice } from '../../src/shared/contract/serving.ts';
import { WORKERS, removeTemporaryFolders, startTestEngine, temporaryFolder, type TestEngine } from '../builders/test-engine.ts';
import { startStaticServer } from '../fakes/static-server.ts';

const LOOPBACK = '127.0.0.1';
let engine: TestEngine;
let filesDir: string;

beforeEach(async () => {
  filesDir = temporaryFolder('files');
  engine = await startTestEngine({ filesDir });
});
afterEach(() => engine.stop());
afterAll(removeTemporaryFolders);

const at = (protocol: ListenerChoice['protocol'], port = 0): ListenerChoice => ({ protocol, address: LOOPBACK, port });
const resultsOf = ({ checks }: SelfTest) => checks.map(({ way, result }) => [way, result.kind]);

it('fetches its own file in every way that is served, and leaves no trace of it', async () => {
  await engine.client.serving.start({ listeners: [at('http'), at('https'), at('tftp')] });
  const told: SelfTest[] = [];
  listen(engine.backend, 'serving.tested', (test) => told.push(test));
  const test = await engine.client.serving.test({});
  expect(resultsOf(test)).toEqual([
    ['http', 'right'],
    ['https', 'right'],
    ['tftp-512', 'right'],
    ['tftp-1428', 'right'],
    ['tftp-window', 'right'],
  ]);
  expect(test.checks[0]).toMatchObject({ address: LOOPBACK, interface: expect.any(String), result: { bytes: 307_277 } });
  expect(told.some(({ endedAt, checks }) => endedAt === null && checks.some(({ result }) => result.kind === 'running'))).toBe(
    true,
  );
  expect(told.at(-1)).toEqual(test);
  // Another file by the same name: nothing of the former is given again.
  expect(resultsOf(await engine.client.serving.test({}))).toEqual(resultsOf(test));

  expect(await engine.client.devices.list()).toMatchObject({ devices: [] });
  expect((await engine.client.journal.list({ limit: 100 })).filter(({ kind }) => kind === 'request')).toEqual([]);
  expect((await engine.client.serving.status()).counters).toMatchObject({ requests: 0, bytes: 0 });
  expect(readdirSync(path.join(engine.dataDir, 'tmp'))).toEqual([]);
});

it('tests only the addresses that are asked for, and says where there is nothing to test', async () => {
  await expect(engine.client.serving.test({})).rejects.toMatchObject({ code: 'serving.nothing-to-test' });
  await engine.client.serving.start({ listeners: [at('tftp'), { ...at('http'), address: '127.0.0.2' }] });
  const { checks } = await engine.client.serving.test({ addresses: ['127.0.0.2'] });
  // An address of loopback's network that no interface names: other systems than Linux would not even open it.
  expect(checks).toMatchObject([{ way: 'http', address: '127.0.0.2', result: { kind: 'failed' } }]);
  await expect(engine.client.serving.test({ addresses: ['192.0.2.1'] })).rejects.toMatchObject({
    code: 'serving.nothing-to-test',
  });
});

it.skipIf(!listInterfaces().some(({ address }) => address === '::1'))('tests addresses of IPv6 as well', async () => {
  await engine.client.serving.start({ listeners: [at('http'), at('tftp')].map((listener) => ({ ...listener, address: '::1' })) });
  expect(resultsOf(await engine.client.serving.test({})).map(([, kind]) => kind)).toEqual(Array(4).fill('right'));
});

it('gives who asks while a test runs that very test', async () => {
  await engine.serve();
  const [one, other] = await Promise.all([engine.client.serving.test({}), engine.client.serving.test({})]);
  expect(other).toEqual(one);
});

it('names the cause where an address does not answer, answers otherwise, or is gone', async () => {
  const silent = await boundUdp();
  const web = await startStaticServer(filesDir);
  const [udpGone, tcpGone] = [await freedUdp(), await freedTcp()];
  const listeners = [
    at('tftp', silent.address().port),
    at('tftp', udpGone),
    at('http', tcpGone),
    at('http', Number(new URL(web.url).port)),
    { protocol: 'http' as const, address: '192.0.2.1', port: 80 },
  ];
  try {
    const test = await testsOf(listeners).run();
    expect(test.checks.map(({ way, result }) => [way, result.kind === 'failed' ? result.failure.code : result.kind])).toEqual([
      ['tftp-512', 'test.no-answer'],
      ['tftp-1428', 'skipped'],
      ['tftp-window', 'skipped'],
      ['tftp-512', 'test.port-closed'],
      ['tftp-1428', 'skipped'],
      ['tftp-window', 'skipped'],
      ['http', 'test.port-closed'],
      ['http', 'test.other-server'],
      ['http', 'serving.address-unavailable'],
    ]);
  } finally {
    silent.close();
    await web.stop();
  }
});

it('notices a server that shows another certificate or gives other bytes', async () => {
  const { listeners } = await engine.client.serving.start({ listeners: [at('https'), at('tftp')] });
  const other = randomBytes(5000);
  const probe = {
    name: 'a.cfg',
    put: async () => ({ bytes: 5000, sha256: createHash('sha256').update(other).digest('hex') }),
    remove: async () => undefined,
  };
  writeFileSync(path.join(filesDir, 'a.cfg'), randomBytes(5000));
  const { checks } = await testsOf(listeners, probe, 'AA:BB').run();
  const codes = checks.map(({ result }) => (result.kind === 'failed' ? result.failure.code : result.kind));
  expect(codes).toEqual(['test.other-server', 'test.other-content', 'test.other-content', 'test.other-content']);
});

it('fetches a file from its own server or another, in lock-step and in windows', async () => {
  const bytes = randomBytes(100_001);
  writeFileSync(path.join(filesDir, 'phone one.rom'), bytes);
  const { http, tftp } = await engine.serve();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const url = `tftp://${tftp.address}:${tftp.port}/phone%20one.rom`;
  expect(await engine.client.serving.fetch({ url, blockSize: 512 })).toMatchObject({
    bytes: 100_001,
    sha256,
    tftp: { blockSize: 512, windowSize: 1 },
  });
  expect(await engine.client.serving.fetch({ url, windowSize: 8 })).toMatchObject({
    sha256,
    tftp: { blockSize: 1428, windowSize: 8 },
  });
  expect(await engine.client.serving.fetch({ url: `${http}/phone%20one.rom` })).toMatchObject({ bytes: 100_001, sha256 });
});

it('names the cause of a fetch that fails', async () => {
  const { http, tftp } = await engine.serve();
  const urls = [
    `tftp://${LOOPBACK}:${tftp.port}/none.cfg`,
    `${http}/none.cfg`,
    `tftp://${LOOPBACK}:${await freedUdp()}/a.cfg`,
    `http://${LOOPBACK}:${await freedTcp()}/a.cfg`,
    'http://no-such-host.invalid/a.cfg',
    'ftp://192.0.2.1/a.cfg',
  ];
  const codes = urls.map((url) => engine.client.serving.fetch({ url }).catch((error: unknown) => failureOf(error).code));
  expect(await Promise.all(codes)).toEqual([
    'test.refused',
    'test.refused',
    'test.port-closed',
    'test.port-closed',
    'source.unreachable',
    'test.url-invalid',
  ]);
});

it('ends a fetch with the engine', async () => {
  const silent = await boundUdp();
  const fetched = engine.client.serving.fetch({ url: `tftp://${LOOPBACK}:${silent.address().port}/a.cfg` });
  const refused = expect(fetched).rejects.toMatchObject({ code: 'test.broke-off' });
  await new Promise<void>((resolve) => silent.once('message', () => resolve()));
  await engine.stop();
  await refused;
  silent.close();
});

it('shows the packets that a transfer sends again', async () => {
  writeFileSync(path.join(filesDir, 'a.rom'), randomBytes(2000));
  const { tftp } = await engine.serve();
  const phone = await boundUdp();
  phone.send(Buffer.from('\0\u0001a.rom\0octet\0', 'latin1'), tftp.port, LOOPBACK);
  await expect
    .poll(async () => (await engine.client.serving.status()).transfers[0]?.resent ?? 0, { timeout: 5000 })
    .toBeGreaterThan(1);
  const { byProtocol, counters } = await engine.client.serving.status();
  expect([byProtocol.tftp.resent > 1, byProtocol.http.resent, counters.resent >= byProtocol.tftp.resent]).toEqual([
    true,
    0,
    true,
  ]);
  phone.close();
});

function testsOf(
  listeners: readonly ListenerChoice[],
  probe: Pick<Probe, 'name' | 'put' | 'remove'> = new Probe(temporaryFolder('probe')),
  certificate?: string,
): SelfTests {
  return new SelfTests({
    threads: new FetchThreads(WORKERS.testFetch),
    probe,
    serving: () => ({ listeners, ...(certificate ? { certificate } : {}) }),
    interfaces: listInterfaces,
    announce: () => undefined,
    now: Date.now,
  });
}

async function boundUdp(): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind({ address: LOOPBACK, port: 0 }, resolve));
  return socket;
}

/** A port that nobody has any more. */
async function freedUdp(): Promise<number> {
  const socket = await boundUdp();
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

async function freedTcp(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

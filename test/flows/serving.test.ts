import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Answer, ProvisioningRequest } from '../../src/main/domain/provisioning/request.ts';
import type { Log } from '../../src/main/engine/host.ts';
import { type DataPlane, startDataPlane } from '../../src/main/engine/serving/data-plane.ts';
import type { RequestEnd, Snapshot } from '../../src/main/engine/serving/ledger.ts';
import type { ListenerChoice } from '../../src/shared/contract/serving.ts';
import { answerFrom, type ServedFolder, serveFolder } from '../fakes/folder-duties.ts';
import { bootPhone } from '../fakes/phone/boot-phone.ts';
import { tftpGet } from '../fakes/phone/tftp-get.ts';
import { yealink } from '../fakes/phone/yealink.ts';

const WORKER = new URL('../../src/main/engine/serving/worker.ts', import.meta.url);
const LOOPBACK = '127.0.0.1';
const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const tftpAt = (port: number, address = LOOPBACK): ListenerChoice => ({ protocol: 'tftp', address, port });
const httpAt = (port: number, address = LOOPBACK): ListenerChoice => ({ protocol: 'http', address, port });

let folder: ServedFolder;
let plane: DataPlane;
let ends: RequestEnd[];
let begun: string[];
let deaths: string[];
let answer: (request: ProvisioningRequest) => Promise<Answer> | Answer;

async function startPlane(workerUrl = WORKER): Promise<DataPlane> {
  return startDataPlane({
    workerUrl,
    answer: (request) => answer(request),
    onBegin: (request) => `device ${begun.push(request.path)}`,
    onEnd: (end) => ends.push(end),
    onDied: (reason) => deaths.push(reason),
    log: silent,
  });
}

beforeEach(async () => {
  folder = serveFolder();
  ends = [];
  begun = [];
  deaths = [];
  answer = (request) => answerFrom(request, folder.root);
  plane = await startPlane();
});

afterEach(async () => {
  await plane.stop();
  folder.remove();
});

async function eventually<T>(look: () => T | undefined | false): Promise<T> {
  for (let i = 0; i < 500; i += 1) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not come about within ten seconds');
}

it('boots phones over HTTP and over TFTP, with and without options', async () => {
  const firmware = randomBytes(400_000);
  const config = Buffer.from('#!version:1.0.0.1\nstatic.firmware.url = x\n');
  const firmwareName = 'T46U(T43U,T46U)-108.86.0.90 [a].rom';
  folder.put(firmwareName, firmware);
  folder.put('y000000000108.cfg', config);
  const [tftp, http] = await plane.open([tftpAt(0), httpAt(0)]);
  const server = { http: `http://${LOOPBACK}:${http?.port}`, tftp: { address: LOOPBACK, port: tftp?.port ?? 0 } };
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  for (const transport of ['http', 'tftp', 'tftp-options'] as const) {
    const profile = yealink('T46U', { mac: '80:5e:c0:aa:bb:cc', version: '108.86.0.20' });
    const files = await bootPhone({ profile, server, transport, firmwarePath: `/${firmwareName}` });
    const missing = { outcome: 'missing', status: transport === 'http' ? 404 : 1, bytes: 0, sha256: null };
    const status = transport === 'http' ? 200 : null;
    expect(files).toEqual([
      { path: '/805ec0aabbcc.boot', ...missing },
      { path: '/y000000000000.boot', ...missing },
      { path: '/y000000000108.cfg', outcome: 'received', status, bytes: config.length, sha256: hash(config) },
      { path: '/805ec0aabbcc.cfg', ...missing },
      { path: `/${firmwareName}`, outcome: 'received', status, bytes: firmware.length, sha256: hash(firmware) },
    ]);
  }

  await eventually(() => ends.length === 15);
  // A TFTP client asks for the next file while its last ACK is under way to another socket: the ends of one
  // device have no order among themselves.
  const outcomes = new Map<string, string[]>();
  for (const { request, outcome } of ends) {
    const name = decodeURI(request.path.replace(/^\//, ''));
    outcomes.set(name, [...(outcomes.get(name) ?? []), outcome]);
  }
  expect(Object.fromEntries(outcomes)).toEqual({
    '805ec0aabbcc.boot': Array(3).fill('missing'),
    'y000000000000.boot': Array(3).fill('missing'),
    'y000000000108.cfg': Array(3).fill('sent'),
    '805ec0aabbcc.cfg': Array(3).fill('missing'),
    [firmwareName]: Array(3).fill('sent'),
  });
  const overHttp = ends
    .filter(({ request }) => request.protocol === 'http')
    .find(({ request }) => request.path.endsWith('108.cfg'));
  expect(overHttp).toMatchObject({
    request: {
      protocol: 'http',
      method: 'GET',
      path: '/y000000000108.cfg',
      ip: LOOPBACK,
      userAgent: 'Yealink SIP-T46U 108.86.0.20 80:5e:c0:aa:bb:cc',
    },
    answer: { kind: 'file', served: '/y000000000108.cfg' },
    bytes: config.length,
    total: config.length,
  });
  expect(begun).toHaveLength(6);
  const bytes = firmware.length + config.length;
  const counters = () => plane.snapshot().counters;
  await expect.poll(counters).toMatchObject({ tftp: { requests: 10, sent: 4, missing: 6, broken: 0, bytes: 2 * bytes } });
  expect(counters()).toMatchObject({ http: { requests: 5, sent: 2, missing: 3, refused: 0, bytes } });
});

it('names the port, the address and the owner of a port that is taken, and serves on where it was', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, LOOPBACK, resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  folder.put('a.cfg', 'x');
  const [before] = await plane.open([httpAt(0)]);

  const refused = plane.open([tftpAt(0), httpAt(port)]);
  await expect(refused).rejects.toMatchObject({
    code: 'serving.port-in-use',
    facts: { protocol: 'HTTP', address: LOOPBACK, port },
  });
  if (process.platform === 'linux')
    await expect(refused).rejects.toMatchObject({ facts: { owner: expect.stringContaining(`(process ${process.pid})`) } });
  expect(plane.listening()).toEqual([before]);
  expect(await (await fetch(`http://${LOOPBACK}:${before?.port}/a.cfg`)).text()).toBe('x');
  taken.close();
});

it('names a TFTP port that is taken', async () => {
  const taken = createSocket('udp4');
  await new Promise<void>((resolve) => taken.bind(0, LOOPBACK, resolve));
  const { port } = taken.address();
  await expect(plane.open([tftpAt(port)])).rejects.toMatchObject({
    code: 'serving.port-in-use',
    facts: { protocol: 'TFTP', port },
  });
  taken.close();
});

it('says that an address is not on this machine', async () => {
  await expect(plane.open([httpAt(0, '192.0.2.1')])).rejects.toMatchObject({
    code: 'serving.address-unavailable',
    facts: { address: '192.0.2.1' },
  });
  await expect(plane.open([tftpAt(0, '192.0.2.1')])).rejects.toMatchObject({ code: 'serving.address-unavailable' });
});

it('lets a transfer run on while other listeners come and go', async () => {
  const bytes = randomBytes(300_000);
  folder.put('a.rom', bytes);
  const [tftp, http] = await plane.open([tftpAt(0), httpAt(0)]);
  const blocks: Buffer[] = [];
  const got = await tftpGet({
    address: LOOPBACK,
    port: tftp?.port ?? 0,
    name: 'a.rom',
    onData: (block) => blocks.push(block),
    beforeAck: async (block) => {
      if (block === 100) await plane.open([tftpAt(0), httpAt(0, '127.0.0.1'), httpAt(0)]);
      if (block === 200) expect(await plane.open([tftpAt(tftp?.port ?? 0)])).toEqual([tftp]);
      return undefined;
    },
  });
  expect(got.kind).toBe('received');
  expect(Buffer.concat(blocks).equals(bytes)).toBe(true);
  await expect(fetch(`http://${LOOPBACK}:${http?.port}/a.rom`)).rejects.toThrow();
});

it('moves a listener from one address to all addresses on the same port, and back', async () => {
  folder.put('a.cfg', 'x');
  const [first] = await plane.open([httpAt(0)]);
  const port = first?.port ?? 0;
  expect(await plane.open([httpAt(port, '0.0.0.0')])).toEqual([httpAt(port, '0.0.0.0')]);
  expect(await plane.open([httpAt(port)])).toEqual([first]);
  expect(await (await fetch(`http://${LOOPBACK}:${port}/a.cfg`)).text()).toBe('x');
});

it('gives two listeners of port 0 a port each, and keeps both when asked again', async () => {
  const opened = await plane.open([httpAt(0), httpAt(0)]);
  expect(new Set(opened.map(({ port }) => port)).size).toBe(2);
  expect(await plane.open([httpAt(0), httpAt(0)])).toEqual(opened);
});

it('closes every port upon an empty list', async () => {
  const [http] = await plane.open([httpAt(0)]);
  expect(await plane.open([])).toEqual([]);
  await expect(fetch(`http://${LOOPBACK}:${http?.port}/a.cfg`)).rejects.toThrow();
});

it('shows running transfers, and says nothing while nothing happens', async () => {
  folder.put('a.rom', randomBytes(200_000));
  const seen: Snapshot[] = [];
  plane.onSnapshot((snapshot) => seen.push(snapshot));
  const [tftp] = await plane.open([tftpAt(0)]);
  await tftpGet({
    address: LOOPBACK,
    port: tftp?.port ?? 0,
    name: 'a.rom',
    beforeAck: async (block) => {
      if (block === 100) await eventually(() => plane.snapshot().transfers[0]?.sent === 99 * 512);
      return undefined;
    },
  });
  const running = seen.find(({ transfers }) => transfers[0]?.sent === 99 * 512);
  expect(running).toMatchObject({
    activeTransfers: 1,
    transfers: [{ protocol: 'tftp', ip: LOOPBACK, path: 'a.rom', device: 'device 1', total: 200_000 }],
  });
  await eventually(() => plane.snapshot().bytesPerSecond === 0 && plane.snapshot().activeTransfers === 0);
  const count = seen.length;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(seen.length).toBe(count);
});

it('tells the client of a bug in the answer, and serves on', async () => {
  answer = (request) => {
    if (request.path === '/bug') throw new Error('a bug');
    return { kind: 'refused', reason: 'not-found' };
  };
  const [http] = await plane.open([httpAt(0)]);
  expect((await fetch(`http://${LOOPBACK}:${http?.port}/bug`)).status).toBe(500);
  expect((await fetch(`http://${LOOPBACK}:${http?.port}/other`)).status).toBe(404);
  await eventually(() => ends.length === 2);
  expect(ends[0]).toMatchObject({ outcome: 'failed', reason: 'a bug' });
});

it('ends what runs when it stops', async () => {
  folder.put('a.rom', randomBytes(200_000));
  const [tftp] = await plane.open([tftpAt(0)]);
  const got = await tftpGet({
    address: LOOPBACK,
    port: tftp?.port ?? 0,
    name: 'a.rom',
    beforeAck: async (block) => {
      if (block === 10) await plane.stop();
      return undefined;
    },
  });
  expect(got).toMatchObject({ kind: 'refused', message: 'the server is stopping' });
  expect(ends).toMatchObject([{ outcome: 'aborted', bytes: 9 * 512, total: 200_000 }]);
  expect(deaths).toEqual([]);
});

it('says that its worker died, with the transfers that died with it, and can be started again', async () => {
  const dying = new URL(
    `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.postMessage([{ kind: 'ready' }]);
    parentPort.on('message', () => {
      const request = { protocol: 'tftp', method: 'RRQ', path: 'a.rom', ip: '192.0.2.7', userAgent: null };
      const answer = { kind: 'file', filePath: '/a.rom', size: 900, modifiedAt: 0, sha256: null, served: 'a.rom', from: 'files' };
      parentPort.postMessage([{ kind: 'reports', reports: [{ kind: 'begin', transfer: 't1', request, answer }] }]);
      throw new Error('the worker has a bug');
    });
  `)}`,
  );
  const failing = await startPlane(dying);
  await expect(failing.open([httpAt(0)])).rejects.toMatchObject({
    code: 'serving.worker-died',
    facts: { reason: 'the worker has a bug' },
  });
  expect(deaths).toEqual(['the worker has a bug']);
  expect(ends).toMatchObject([{ outcome: 'failed', request: { path: 'a.rom' }, total: 900, reason: 'the worker has a bug' }]);
  await expect(failing.open([httpAt(0)])).rejects.toMatchObject({ code: 'serving.worker-died' });
  await failing.stop();

  const again = await startPlane();
  expect(await again.open([httpAt(0)])).toHaveLength(1);
  await again.stop();
});

it('says that a worker did not start', async () => {
  await expect(startPlane(new URL('data:text/javascript,throw new Error("no such module")'))).rejects.toMatchObject({
    code: 'serving.worker-died',
    facts: { reason: 'no such module' },
  });
  expect(deaths).toEqual([]);
});

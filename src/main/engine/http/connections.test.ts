import { randomBytes } from 'node:crypto';
import { appendFileSync, truncateSync, utimesSync } from 'node:fs';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/builders/test-engine.ts';
import { type ServedFolder, serveFolder } from '../../../../test/fakes/folder-duties.ts';
import { exchangeRaw, openRaw, splitResponses } from '../../../../test/fakes/raw-http.ts';
import { openKeySecrets } from '../secrets.ts';
import { TlsIdentities, type TlsIdentity } from '../serving/tls-identity.ts';
import { FileCache } from '../tftp/file-cache.ts';
import { type HttpLimits, limitsWithin } from './limits.ts';
import { ReadyFiles } from './ready-files.ts';
import { type HttpServer, startHttpServer } from './server.ts';

let folder: ServedFolder;
let server: HttpServer;

async function start(
  limits: Partial<HttpLimits> = {},
  memory = 64 << 20,
  identity: TlsIdentity | null = null,
): Promise<HttpServer> {
  await server?.stop();
  const files = new ReadyFiles(new FileCache(memory));
  const all = { ...limitsWithin(undefined), ...limits };
  server = await startHttpServer({ address: '127.0.0.1', port: 0, duties: folder.duties, identity, files, limits: all });
  return server;
}

beforeEach(async () => {
  folder = serveFolder();
  await start();
});

afterEach(async () => {
  await server.stop();
  folder.remove();
});
afterAll(removeTemporaryFolders);

const get = (path: string, headers = '') =>
  exchangeRaw(server.port, `GET ${path} HTTP/1.1\r\nConnection: close\r\n${headers}\r\n`);

it.each([1000, 300_000])('gives several ranges of %i bytes as parts of one body', async (size) => {
  const bytes = randomBytes(size);
  folder.put('a.cfg', bytes);
  const { status, head, body } = await get('/a.cfg', 'Range: bytes=0-3,500-501,-2\r\n');
  expect(status).toBe(206);
  const boundary = /Content-Type: multipart\/byteranges; boundary=(\w+)/.exec(head)?.[1] ?? 'none';
  expect(Number(/Content-Length: (\d+)/.exec(head)?.[1])).toBe(body.length);
  const part = (start: number, end: number) =>
    `Content-Type: text/plain\r\nContent-Range: bytes ${start}-${end - 1}/${size}\r\n\r\n${bytes.toString('latin1', start, end)}\r\n`;
  expect(body.split(`--${boundary}`)).toEqual([
    '\r\n',
    `\r\n${part(0, 4)}`,
    `\r\n${part(500, 502)}`,
    `\r\n${part(size - 2, size)}`,
    '--\r\n',
  ]);
  expect(await folder.end(1)).toMatchObject({ outcome: 'sent', total: body.length });
});

it('gives any part of a file that has no room in memory', async () => {
  await start({}, 400_000);
  const bytes = randomBytes(1_500_000);
  folder.put('big.rom', bytes);
  const got = await Promise.all(
    [0, 65_530, 700_001, 1_400_000].map((from) => get('/big.rom', `Range: bytes=${from}-${from + 99_999}\r\n`)),
  );
  expect(got.map(({ body }) => body)).toEqual(
    [0, 65_530, 700_001, 1_400_000].map((from) => bytes.toString('latin1', from, from + 100_000)),
  );
});

it('gives what lies beyond 4 GiB', async () => {
  const path = folder.put('big.rom', '');
  truncateSync(path, 2 ** 32);
  appendFileSync(path, 'end');
  const { head, body } = await get('/big.rom', `Range: bytes=${2 ** 32}-\r\n`);
  expect(head).toContain('Content-Range: bytes 4294967296-4294967298/4294967299\r\n');
  expect(body).toBe('end');
});

it('says of a folder’s file only that it is probably the same', async () => {
  const path = folder.put('a.cfg', 'one');
  utimesSync(path, 1000, 1000);
  const { head } = await get('/a.cfg');
  const etag = /ETag: (\S+)/.exec(head)?.[1] ?? '';
  expect(etag).toMatch(/^W\/"/);
  expect((await get('/a.cfg', `If-None-Match: ${etag}\r\n`)).status).toBe(304);
  expect((await get('/a.cfg', `Range: bytes=0-0\r\nIf-Range: ${etag}\r\n`)).status).toBe(200);
  const date = /Last-Modified: (.*)/.exec(head)?.[1] ?? '';
  expect((await get('/a.cfg', `Range: bytes=0-0\r\nIf-Range: ${date}\r\n`)).status).toBe(206);
});

it('sees a folder’s file changed at the next request, also when only its bytes did', async () => {
  folder.put('a.cfg', 'one');
  expect((await get('/a.cfg')).body).toBe('one');
  folder.put('a.cfg', 'two');
  expect((await get('/a.cfg')).body).toBe('two');
});

it.each([
  ['HTTP/1.1 stays', 'HTTP/1.1', '', ['keep-alive', 'close']],
  ['HTTP/1.0 stays where it asks for it', 'HTTP/1.0', 'Connection: keep-alive\r\n', ['keep-alive', 'close']],
  ['HTTP/1.0 closes', 'HTTP/1.0', '', ['close']],
])('%s', async (_, version, headers, connections) => {
  folder.put('a.cfg', 'one');
  const first = `GET /a.cfg ${version}\r\n${headers}\r\n`;
  const { head, body } = await exchangeRaw(server.port, `${first}GET /a.cfg ${version}\r\nConnection: close\r\n\r\n`);
  const responses = splitResponses(`${head}\r\n\r\n${body}`);
  expect(responses.map((response) => /\r\nConnection: (\S+)/.exec(response.head)?.[1])).toEqual(connections);
  expect(responses.map((response) => response.body)).toEqual(connections.map(() => 'one'));
});

it('answers pipelined requests in order, whatever they are', async () => {
  folder.put('a.cfg', 'one');
  folder.put('big.bin', Buffer.alloc(60_000, 'x'));
  const ask = (line: string) => `${line} HTTP/1.1\r\n\r\n`;
  const lines = ['GET /a.cfg', 'GET /nothing', 'GET /big.bin', 'GET /../x', 'GET /a.cfg', 'BREW /a.cfg', 'GET /a.cfg'];
  const { head, body } = await exchangeRaw(server.port, lines.map(ask).join(''));
  const responses = splitResponses(`${head}\r\n\r\n${body}`);
  expect(responses.map(({ status }) => status)).toEqual([200, 404, 200, 403, 200, 501]);
  expect(responses[4]?.body).toBe('one');
});

it('answers a client that has ended its side', async () => {
  folder.put('a.cfg', 'one');
  expect(await exchangeRaw(server.port, 'GET /a.cfg HTTP/1.1\r\n\r\n', true)).toMatchObject({ status: 200, body: 'one' });
});

it('says to a client that writes what it may do, and takes no request out of what it wrote', async () => {
  const body = 'GET /hidden HTTP/1.1\r\n\r\n'.repeat(500);
  const { status, head } = await exchangeRaw(
    server.port,
    `PUT /phone.log HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  expect(status).toBe(405);
  expect(head).toContain('Allow: GET, HEAD');
  expect(folder.ends).toMatchObject([{ outcome: 'refused', request: { method: 'PUT', path: '/phone.log' } }]);
});

it('ends a connection after its last request', async () => {
  await start({ requestsPerConnection: 3 });
  folder.put('a.cfg', 'one');
  const { head, body } = await exchangeRaw(server.port, 'GET /a.cfg HTTP/1.1\r\n\r\n'.repeat(5));
  expect(splitResponses(`${head}\r\n\r\n${body}`)).toHaveLength(3);
});

it.each([
  ['in all', { connections: 3 }, 'too many connections'],
  ['of one client', { connectionsPerClient: 3 }, 'too many connections of this client'],
])('asks whoever comes beyond the connections %s to come back, and serves them when there is room', async (_, limits, reason) => {
  await start(limits);
  folder.put('a.cfg', 'one');
  const held = await Promise.all([1, 2, 3].map(() => openRaw(server.port)));
  const { status, head } = await get('/a.cfg');
  expect(status).toBe(503);
  expect(head).toContain('Retry-After: ');
  expect(await folder.end(1)).toMatchObject({ outcome: 'refused', reason, request: { ip: '127.0.0.1' } });
  for (const socket of held) socket.destroy();
  await expect.poll(async () => (await get('/a.cfg').catch(() => undefined))?.status).toBe(200);
});

it.each([
  ['a large header', `GET /a.cfg HTTP/1.1\r\nX: ${'y'.repeat(17_000)}\r\n\r\n`, 431, 'refused', 'the header is too large'],
  ['many fields', `GET /a.cfg HTTP/1.1\r\n${'X: y\r\n'.repeat(101)}\r\n`, 431, 'refused', 'too many header fields'],
  ['a body', 'GET /a.cfg HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc', 413, 'refused', 'a body is not read'],
  ['a slow sender', 'GET /a.cfg HTTP/1.1\r\nX: ', 408, 'timed-out', 'the request did not come in time'],
])('tells the story of %s', async (_, text, status, outcome, reason) => {
  await start({ request: 200 });
  expect((await exchangeRaw(server.port, text)).status).toBe(status);
  expect(await folder.end(1)).toMatchObject({ outcome, reason, request: { method: 'GET', path: '/a.cfg' } });
});

it('closes an idle connection without a word', async () => {
  await start({ keepAlive: 200, request: 400 });
  folder.put('a.cfg', 'one');
  const socket = await openRaw(server.port, 'GET /a.cfg HTTP/1.1\r\n\r\n');
  const chunks: Buffer[] = [];
  await new Promise((resolve) => socket.on('data', (chunk) => chunks.push(chunk)).on('close', resolve));
  expect(splitResponses(Buffer.concat(chunks).toString('latin1'))).toMatchObject([{ status: 200 }]);
  expect(folder.ends).toHaveLength(1);
});

/** Headers of a record of 512 bytes and of the ClientHello in it, whose rest never comes. */
const HALF_HELLO = '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03';

it.each([
  ['says nothing', ''],
  ['sends half a ClientHello', HALF_HELLO],
])('closes an HTTPS connection whose client %s, and gives its place to others', async (_, text) => {
  const dataDir = temporaryFolder('tls');
  const identity = await new TlsIdentities(dataDir, openKeySecrets(dataDir, undefined)).forAddresses(['127.0.0.1']);
  await start({ request: 200, connectionsPerClient: 3 }, undefined, identity);
  folder.put('a.cfg', 'one');
  const held = await Promise.all([1, 2, 3].map(() => openRaw(server.port, text)));
  await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('close', resolve).resume())));
  expect(await folder.end(1)).toMatchObject({
    outcome: 'refused',
    reason: 'TLS: the greeting did not come in time',
    request: { ip: '127.0.0.1' },
  });
  const socket = connectTls({ host: '127.0.0.1', port: server.port, ca: identity.certificate });
  socket.write('GET /a.cfg HTTP/1.1\r\nConnection: close\r\n\r\n');
  const chunks: Buffer[] = [];
  await new Promise((resolve, reject) =>
    socket
      .on('data', (chunk) => chunks.push(chunk))
      .on('end', resolve)
      .on('error', reject),
  );
  expect(splitResponses(Buffer.concat(chunks).toString('latin1'))).toMatchObject([{ status: 200, body: 'one' }]);
});

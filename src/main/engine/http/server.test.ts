import { createHash, randomBytes } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerFrom, type ServedFolder, serveFolder } from '../../../../test/fakes/folder-duties.ts';
import { exchangeRaw } from '../../../../test/fakes/raw-http.ts';
import type { Answer } from '../../domain/provisioning/request.ts';
import { FileCache } from '../tftp/file-cache.ts';
import { type HttpLimits, limitsWithin } from './limits.ts';
import { ReadyFiles } from './ready-files.ts';
import { type HttpServer, startHttpServer } from './server.ts';

const MODIFIED = Date.UTC(2024, 0, 2, 3, 4, 5);
const BODY = Buffer.from('0123456789abcdef');
const SHA256 = createHash('sha256').update(BODY).digest('hex');

let folder: ServedFolder;
let server: HttpServer;
const servers: HttpServer[] = [];

const REFUSED: Record<string, Answer> = {
  '/not-now': { kind: 'refused', reason: 'not-now' },
  '/bad-name': { kind: 'refused', reason: 'bad-name' },
};

async function start(limits: Partial<HttpLimits> = {}): Promise<HttpServer> {
  const started = await startHttpServer({
    address: '127.0.0.1',
    port: 0,
    duties: folder.duties,
    identity: null,
    files: new ReadyFiles(new FileCache(64 << 20)),
    limits: { ...limitsWithin(undefined), ...limits },
  });
  servers.push(started);
  return started;
}

beforeEach(async () => {
  folder = serveFolder((request, root) => {
    if (request.path === '/bug') throw new Error('a bug');
    const answer = REFUSED[request.path] ?? answerFrom(request, root);
    return answer.kind === 'file'
      ? { ...answer, modifiedAt: MODIFIED, sha256: request.path === '/a.cfg' ? SHA256 : null }
      : answer;
  });
  server = await start();
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((started) => started.stop()));
  folder.remove();
});

const exchange = (text: string, port = server.port) => exchangeRaw(port, text);

const get = (path: string, headers = '', method = 'GET') =>
  exchange(`${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);

it.each([
  ['a whole file', 'GET', '', 'HTTP/1.1 200', BODY.toString(), 'sent', 16, 16],
  ['only the head', 'HEAD', '', 'HTTP/1.1 200', '', 'sent', 0, 0],
  ['a range', 'GET', 'Range: bytes=4-7\r\n', 'HTTP/1.1 206', '4567', 'sent', 4, 4],
  ['the end of the file', 'GET', 'Range: bytes=-3\r\n', 'HTTP/1.1 206', 'def', 'sent', 3, 3],
  [
    'a range, where the file is the same',
    'GET',
    `Range: bytes=0-0\r\nIf-Range: "${SHA256}"\r\n`,
    'HTTP/1.1 206',
    '0',
    'sent',
    1,
    1,
  ],
  [
    'the whole, where the file is another',
    'GET',
    'Range: bytes=0-0\r\nIf-Range: "other"\r\n',
    'HTTP/1.1 200',
    BODY.toString(),
    'sent',
    16,
    16,
  ],
  ['a range beyond the end', 'GET', 'Range: bytes=99-\r\n', 'HTTP/1.1 416', '416 Range Not Satisfiable\n', 'refused', 0, 0],
  ['a file that the client has, by its hash', 'GET', `If-None-Match: "${SHA256}"\r\n`, 'HTTP/1.1 304', '', 'not-modified', 0, 0],
  [
    'a file that the client has, by its date',
    'GET',
    `If-Modified-Since: ${new Date(MODIFIED).toUTCString()}\r\n`,
    'HTTP/1.1 304',
    '',
    'not-modified',
    0,
    0,
  ],
  [
    'a file that is newer than the client’s',
    'GET',
    `If-Modified-Since: ${new Date(MODIFIED - 1000).toUTCString()}\r\n`,
    'HTTP/1.1 200',
    BODY.toString(),
    'sent',
    16,
    16,
  ],
])('answers %s', async (_, method, headers, status, body, outcome, bytes, total) => {
  folder.put('a.cfg', BODY);
  const got = await get('/a.cfg', headers, method);
  expect(got.head.startsWith(status)).toBe(true);
  expect(got.body).toBe(body);
  expect(got.head).not.toMatch(/transfer-encoding/i);
  if (!status.endsWith('304')) expect(got.head).toMatch(/content-length: \d+/i);
  expect(await folder.end(1)).toMatchObject({ outcome, bytes, total });
});

it('says type, length, date and hash', async () => {
  folder.put('a.cfg', BODY);
  const { head } = await get('/a.cfg');
  expect(head).toContain('Content-Type: text/plain\r\n');
  expect(head).toContain('Content-Length: 16\r\n');
  expect(head).toContain('Last-Modified: Tue, 02 Jan 2024 03:04:05 GMT\r\n');
  expect(head).toContain(`ETag: "${SHA256}"\r\n`);
  expect(head).toContain('Accept-Ranges: bytes\r\n');
});

it.each([
  ['a missing file', 'GET', '/nothing.cfg', 404, 'missing'],
  ['the head of a missing file', 'HEAD', '/nothing.cfg', 404, 'missing'],
  ['a name outside the root', 'GET', '/../secret', 403, 'refused'],
  ['a bad name', 'GET', '/bad-name', 400, 'refused'],
  ['what is not ready', 'GET', '/not-now', 503, 'refused'],
  ['a write', 'PUT', '/phone.log', 405, 'refused'],
  ['a deletion', 'DELETE', '/a.cfg', 405, 'refused'],
  ['a request that hits a bug', 'GET', '/bug', 500, 'failed'],
])('refuses %s', async (_, method, path, status, outcome) => {
  const { head, body } = await get(path, '', method);
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toMatch(/content-length: \d+/i);
  expect(body.startsWith(method === 'HEAD' ? '' : String(status))).toBe(true);
  expect(head.includes('Retry-After')).toBe(status === 503);
  expect(await folder.end(1)).toMatchObject({ outcome, bytes: 0, request: { method, path } });
});

it.each([
  ['HTTP/1.0 without a Host', 'GET /a.cfg HTTP/1.0\r\n\r\n', '/a.cfg'],
  ['HTTP/1.1 without a Host', 'GET /a.cfg HTTP/1.1\r\nConnection: close\r\n\r\n', '/a.cfg'],
  ['an absolute URI', 'GET http://192.0.2.1:80/a.cfg HTTP/1.0\r\n\r\n', '/a.cfg'],
  ['brackets and commas', 'GET /T46U(T43U,T42U)[1].rom HTTP/1.0\r\n\r\n', '/T46U(T43U,T42U)[1].rom'],
  ['escapes and a query', 'GET /a%20b.cfg?mac=1 HTTP/1.0\r\n\r\n', '/a%20b.cfg?mac=1'],
  ['a name in UTF-8 that is not escaped', 'GET /\u00c3\u00a9.cfg HTTP/1.0\r\n\r\n', '/%C3%A9.cfg'],
  ['a blank that is not escaped', 'GET /a b.cfg HTTP/1.1\r\nConnection: close\r\n\r\n', '/a%20b.cfg'],
  ['a name without its slash', 'GET a.cfg HTTP/1.0\r\n\r\n', '/a.cfg'],
  ['a backslash in place of the first slash', 'GET \\a.cfg HTTP/1.0\r\n\r\n', '/\\a.cfg'],
  ['a backslash', 'GET /\\a.cfg HTTP/1.0\r\n\r\n', '/\\a.cfg'],
  ['several slashes', 'GET //a.cfg HTTP/1.0\r\n\r\n', '//a.cfg'],
])('understands %s', async (_, text, path) => {
  for (const name of ['a.cfg', 'T46U(T43U,T42U)[1].rom', 'a b.cfg', 'é.cfg']) folder.put(name, BODY);
  const { head, body } = await exchange(text);
  expect(head.startsWith('HTTP/1.1 200')).toBe(true);
  expect(body).toBe(BODY.toString());
  expect(await folder.end(1)).toMatchObject({ outcome: 'sent', request: { path, ip: '127.0.0.1' } });
});

it('refuses bytes that are no HTTP, which are nobody’s request', async () => {
  const { head } = await exchange('\0\x01\x02junk\r\n\r\n');
  expect(head.startsWith('HTTP/1.1 400 ')).toBe(true);
  expect(folder.ends).toEqual([]);
});

it('closes a connection that does not finish its request', async () => {
  server = await start({ request: 300 });
  const { head } = await exchange('GET /a.cfg HTTP/1.1\r\nX-Slow:', server.port);
  expect(head.startsWith('HTTP/1.1 408')).toBe(true);
});

it('understands a request that comes byte by byte', async () => {
  folder.put('a b.cfg', BODY);
  const socket = connect(server.port, '127.0.0.1');
  socket.setNoDelay(true);
  const answer = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(bytes.toString())));
  for (const byte of 'GET /a b.cfg HTTP/1.0\r\n\r\n') {
    socket.write(byte);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect((await answer).startsWith('HTTP/1.1 200')).toBe(true);
  socket.destroy();
});

it('closes a connection that says nothing, and stops while one is open', async () => {
  server = await start({ request: 300 });
  const silent = connect(server.port, '127.0.0.1');
  await new Promise((resolve) => silent.resume().on('close', resolve));
  const other = connect(server.port, '127.0.0.1').on('error', () => undefined);
  await new Promise((resolve) => other.on('connect', resolve));
  await server.stop();
  other.destroy();
});

it('answers one request after another on one connection', async () => {
  folder.put('a.cfg', BODY);
  const { body } = await exchange(
    'GET /a.cfg HTTP/1.1\r\nHost: x\r\n\r\nGET /a.cfg HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  );
  expect(body.startsWith(BODY.toString())).toBe(true);
  expect((await folder.end(2)).outcome).toBe('sent');
});

it('sends a large file whole, and says so only when the client took it', async () => {
  const bytes = randomBytes(12_000_000);
  folder.put('big.rom', bytes);
  const response = await fetch(`http://127.0.0.1:${server.port}/big.rom`);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  expect(await folder.end(1)).toMatchObject({ outcome: 'sent', bytes: bytes.length, total: bytes.length });
});

it.each([200_000, 3_000_000, 40_000_000])('ends as aborted when the client breaks off in %i bytes', async (size) => {
  folder.put('big.rom', randomBytes(size));
  const socket = connect(server.port, '127.0.0.1', () => socket.write('GET /big.rom HTTP/1.1\r\nHost: x\r\n\r\n'));
  socket.once('data', () => {
    socket.pause();
    // Long enough for the server to fill what buffers there are.
    setTimeout(() => socket.destroy(), 300);
  });
  expect(await folder.end(1)).toMatchObject({ outcome: 'aborted', total: size });
});

it('ends as timed out when the client reads no further', async () => {
  server = await start({ idle: 500 });
  folder.put('big.rom', randomBytes(40_000_000));
  const socket = connect(server.port, '127.0.0.1', () => socket.write('GET /big.rom HTTP/1.1\r\nHost: x\r\n\r\n'));
  socket.on('error', () => undefined);
  socket.once('data', () => socket.pause());
  expect(await folder.end(1)).toMatchObject({ outcome: 'timed-out' });
  socket.destroy();
});

it('breaks the connection when the file becomes shorter', async () => {
  const path = folder.put('big.rom', randomBytes(40_000_000));
  const response = await fetch(`http://127.0.0.1:${server.port}/big.rom`);
  truncateSync(path, 1_000_000);
  await expect(response.arrayBuffer()).rejects.toThrow();
  expect(await folder.end(1)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('the file was changed while it was sent'),
  });
});

it('ends running transfers when it stops', async () => {
  folder.put('big.rom', randomBytes(40_000_000));
  const socket = connect(server.port, '127.0.0.1', () => socket.write('GET /big.rom HTTP/1.1\r\nHost: x\r\n\r\n'));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  await server.stop();
  expect(await folder.end(1)).toMatchObject({ outcome: 'aborted' });
  socket.destroy();
});

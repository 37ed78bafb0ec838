import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Transport } from '../../shared/contract/kit.ts';
import { startWindowServer, type WindowServer } from './window-server.ts';

const noLog = { debug() {}, info() {}, warn() {}, error() {} };
const engine: Transport = {
  request: async (name) => ({ ok: true, value: `answer to ${name}` }),
  subscribe: () => () => {},
};

let rendererDir: string;
let now: number;
let server: WindowServer;

beforeEach(async () => {
  rendererDir = await mkdtemp(join(tmpdir(), 'provdesk-window-'));
  await mkdir(join(rendererDir, 'assets'));
  await mkdir(join(rendererDir, '.vite'));
  await writeFile(join(rendererDir, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><p>window</p>');
  await writeFile(join(rendererDir, 'assets/main-abc.js'), 'export const x = 1;');
  await writeFile(join(rendererDir, 'assets/main-abc.js.map'), '{}');
  await writeFile(join(rendererDir, '.vite/manifest.json'), '{}');
  now = 1_000_000;
  server = await startWindowServer({ transport: engine, rendererDir, port: 0, log: noLog, now: () => now });
});

afterEach(async () => {
  await server.stop();
  await rm(rendererDir, { recursive: true });
});

interface Heard {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Raw: what a browser would tidy up in a path must reach the server as it is. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Heard> {
  const { hostname, port } = new URL(server.url);
  const { promise, resolve, reject } = Promise.withResolvers<Heard>();
  const asked = request({ hostname, port, path, method, headers, timeout: 5_000 }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (part) => {
      body += part;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
  });
  asked.on('error', reject).on('timeout', () => asked.destroy(new Error('no answer')));
  asked.end();
  return promise;
}

function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return pathname + search;
}

async function signIn(): Promise<string> {
  const { headers } = await ask(pathOf(server.newLink()));
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** `open`, or the status that refused the upgrade. */
function dial(headers: Record<string, string>, path = '/ws'): Promise<{ result: number | 'open'; socket: WebSocket }> {
  const socket = new WebSocket(server.url.replace('http', 'ws') + path, { headers, handshakeTimeout: 5_000 });
  const { promise, resolve, reject } = Promise.withResolvers<{ result: number | 'open'; socket: WebSocket }>();
  socket.on('open', () => resolve({ result: 'open', socket }));
  socket.on('unexpected-response', (_request, response) => {
    resolve({ result: response.statusCode ?? 0, socket });
    response.destroy();
  });
  socket.on('error', reject);
  return promise;
}

it('exchanges a link for a cookie that scripts and other sites cannot use', async () => {
  const first = await ask(pathOf(server.newLink()));
  expect(first).toMatchObject({ status: 303, headers: { location: '/', 'cache-control': 'no-store' } });
  expect(first.headers['set-cookie']?.[0]).toMatch(/^provdesk_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  expect(await ask('/', { cookie })).toMatchObject({ status: 200, body: expect.stringContaining('window') });
});

it('opens for a link once only', async () => {
  const link = pathOf(server.newLink());
  expect((await ask(link)).status).toBe(303);
  expect((await ask(link)).status).toBe(401);
});

it('does not use a link up for a HEAD', async () => {
  const link = pathOf(server.newLink());
  expect((await ask(link, {}, 'HEAD')).status).toBe(401);
  expect((await ask(link)).status).toBe(303);
});

it('refuses a link after ten minutes', async () => {
  const link = pathOf(server.newLink());
  now += 10 * 60_000 + 1;
  expect((await ask(link)).status).toBe(401);
});

it('ends a session that was idle for twelve hours', async () => {
  const cookie = await signIn();
  now += 11 * 3_600_000;
  expect((await ask('/', { cookie })).status).toBe(200);
  now += 13 * 3_600_000;
  expect((await ask('/', { cookie })).status).toBe(401);
});

it('takes a browser that is known already to the window, whatever the link', async () => {
  const cookie = await signIn();
  expect(await ask('/?token=old', { cookie })).toMatchObject({ status: 303, headers: { location: '/' } });
});

it.each(['/', '/index.html', '/assets/main-abc.js', '/?token=', '/?token=wrong', '/nothing'])(
  'shows %s without a session the refusal and no more',
  async (path) => {
    const { status, body, headers } = await ask(path);
    expect(status).toBe(401);
    expect(body).toContain('fresh link');
    expect(body).toContain('nouveau lien');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  },
);

it('gives each document a nonce of its own, in its policy and in its text', async () => {
  const cookie = await signIn();
  const nonces = [];
  for (const { headers, body } of [await ask('/', { cookie }), await ask('/', { cookie })]) {
    const nonce = /nonce-([^']+)/.exec(String(headers['content-security-policy']))?.[1];
    expect(body).toContain(`nonce="${nonce}"`);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/html; charset=utf-8',
    });
    nonces.push(nonce);
  }
  expect(nonces[0]).not.toBe(nonces[1]);
});

it('lets assets be kept for good, since their names follow their content', async () => {
  const cookie = await signIn();
  expect(await ask('/assets/main-abc.js', { cookie })).toMatchObject({
    status: 200,
    body: 'export const x = 1;',
    headers: {
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/javascript; charset=utf-8',
    },
  });
});

it.each([
  ['a path that climbs', '/../package.json', 404],
  ['an escaped path that climbs', '/%2e%2e/package.json', 404],
  ['a backslash path', '/..\\package.json', 404],
  ['a source map', '/assets/main-abc.js.map', 404],
  ['the manifest of the build', '/.vite/manifest.json', 404],
  ['a folder', '/assets/', 404],
  ['another address', 'http://example.com/', 400],
])('refuses %s', async (_what, path, status) => {
  expect((await ask(path, { cookie: await signIn() })).status).toBe(status);
});

it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
  expect((await ask('/', { cookie: await signIn() }, method)).status).toBe(405);
});

it.each(['evil.example', 'evil.example:80', 'localhost.evil.example', '[x]'])(
  'refuses the host name %s, which may be rebound',
  async (host) => {
    expect((await ask('/', { cookie: await signIn(), host })).status).toBe(421);
  },
);

it('carries calls over a WebSocket of its own page', async () => {
  const { result, socket } = await dial({ cookie: await signIn(), origin: server.url });
  expect(result).toBe('open');
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.on('message', (data: Buffer) => resolve(data.toString()));
  socket.send(JSON.stringify({ id: 7, name: 'app.status' }));
  expect(JSON.parse(await promise)).toEqual({ id: 7, reply: { ok: true, value: 'answer to app.status' } });
  socket.terminate();
});

interface Dialled {
  session?: boolean;
  origin?: string;
  host?: string;
  path?: string;
}

it.each<[string, Dialled, number]>([
  ['without a session', { session: false }, 401],
  ['from a foreign page', { origin: 'http://evil.example' }, 403],
  ['from a page of the same machine on another port', { origin: 'http://127.0.0.1:1' }, 403],
  ['without an origin', { origin: '' }, 403],
  ['for a host name', { host: 'evil.example', origin: 'http://evil.example' }, 404],
  ['on another path', { path: '/other' }, 404],
])('refuses a WebSocket %s', async (_what, given, status) => {
  const headers: Record<string, string> = { origin: given.origin ?? server.url };
  if (given.session !== false) headers.cookie = await signIn();
  if (given.host) headers.host = given.host;
  if (given.origin === '') delete headers.origin;
  expect((await dial(headers, given.path)).result).toBe(status);
});

it('hangs up on a frame of more than one mebibyte and serves on', async () => {
  const cookie = await signIn();
  const { socket } = await dial({ cookie, origin: server.url });
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.on('close', resolve);
  socket.send('x'.repeat(1024 * 1024 + 1));
  expect(await promise).toBe(1009);
  expect((await ask('/', { cookie })).status).toBe(200);
});

it('hangs up on every browser when it stops', async () => {
  const { socket } = await dial({ cookie: await signIn(), origin: server.url });
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.on('close', resolve);
  await server.stop();
  expect(await promise).toBe(1006);
});

it('names the port that is taken', async () => {
  const port = Number(new URL(server.url).port);
  await expect(startWindowServer({ transport: engine, rendererDir, port, log: noLog })).rejects.toMatchObject({
    code: 'serving.port-in-use',
    facts: { port, address: '127.0.0.1' },
  });
});

it('says which folder holds no window', async () => {
  await rm(join(rendererDir, 'index.html'));
  await expect(startWindowServer({ transport: engine, rendererDir, port: 0, log: noLog })).rejects.toMatchObject({
    code: 'store.unreadable',
    facts: { path: rendererDir },
  });
});

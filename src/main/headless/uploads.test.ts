import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Transport } from '../../shared/contract/kit.ts';
import { ProvdeskError } from '../../shared/failures.ts';
import { MOST_UPLOAD_BYTES, uploadPath, type UploadPurpose, type UploadWish } from '../../shared/values/upload.ts';
import { startWindowServer, type WindowServer } from './window-server.ts';

const noLog = { debug() {}, info() {}, warn() {}, error() {} };

let root: string;
let dataDir: string;
let server: WindowServer;
let cookie: string;
/** Name, input, and what lay at the path at that moment. */
let asked: { name: string; path: string; content: string }[];
/** What was said beside the path. */
let wishes: object[];
let tell: (name: string, payload: unknown) => void;

/** Takes what is named `wanted.zip`, and starts an installation of every archive. */
const engine: Transport = {
  request: async (name, input) => {
    const { paths, from, path: one, ...wish } = input as { paths?: string[]; from?: string; path?: string };
    const given = paths?.[0] ?? from ?? one ?? '';
    asked.push({ name, path: given, content: readFileSync(given, 'utf8') });
    wishes.push(wish);
    if (name.startsWith('images.') && path.basename(given).startsWith('broken'))
      return { ok: false, failure: new ProvdeskError('images.file-unreadable', { path: given, reason: 'no' }).failure };
    if (name.startsWith('images.')) return { ok: true, value: { name: path.basename(given) } };
    if (name === 'plugins.install') return { ok: true, value: { operation: 'op-7' } };
    const { failure } = new ProvdeskError('files.not-wanted', { path: given });
    const isWanted = path.basename(given) === 'wanted.zip';
    const matched = { path: given, plugin: 'p', package: 'a', file: 'wanted.zip' };
    return { ok: true, value: { matched: isWanted ? [matched] : [], unmatched: isWanted ? [] : [{ path: given, failure }] } };
  },
  subscribe: (listener) => {
    tell = listener;
    return () => {};
  },
};

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'provdesk-upload-'));
  dataDir = path.join(root, 'data');
  await mkdir(path.join(root, 'window'));
  await writeFile(path.join(root, 'window/index.html'), 'window');
  asked = [];
  wishes = [];
  server = await startWindowServer({ transport: engine, rendererDir: path.join(root, 'window'), dataDir, port: 0, log: noLog });
  const { headers } = await send(new URL(server.newLink()).pathname + new URL(server.newLink()).search, { method: 'GET' });
  cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});

afterEach(async () => {
  await server.stop();
  await rm(root, { recursive: true });
});

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Hangs up after the body, where fewer bytes were sent than announced. */
  readonly hangUp?: boolean;
}

function send(target: string, { method = 'POST', headers = {}, body = '', hangUp = false }: Sent) {
  const { hostname, port } = new URL(server.url);
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number;
    headers: Record<string, string | string[] | undefined> & { 'set-cookie'?: string[] };
    body: string;
  }>();
  const sent = request({ hostname, port, path: target, method, headers, timeout: 5_000 }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part) => (text += part));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
  });
  sent.on('error', reject).on('timeout', () => sent.destroy(new Error('no answer')));
  if (hangUp) sent.write(body, () => sent.destroy());
  else sent.end(body);
  return promise;
}

const upload = (purpose: UploadPurpose, name: string, given: Sent = {}, wish: UploadWish = {}) => {
  const body = given.body ?? 'firmware';
  const headers = { cookie, origin: server.url, 'content-length': String(body.length), ...given.headers };
  return send(uploadPath(purpose, name, wish), { ...given, body, headers });
};

const leftovers = () => (existsSync(path.join(dataDir, 'tmp')) ? readdirSync(path.join(dataDir, 'tmp')) : []);

it('gives the file to the engine under its own name, and keeps nothing of it', async () => {
  const { status, body } = await upload('files', 'wanted.zip');
  expect({ status, reply: JSON.parse(body) }).toEqual({
    status: 200,
    reply: {
      ok: true,
      value: { matched: [{ path: 'wanted.zip', plugin: 'p', package: 'a', file: 'wanted.zip' }], unmatched: [] },
    },
  });
  expect(asked).toEqual([{ name: 'files.add', path: expect.stringContaining(dataDir), content: 'firmware' }]);
  expect(leftovers()).toEqual([]);
});

it('says of a file that nobody wants how its owner calls it, not where it lay', async () => {
  const { body } = await upload('files', 'other.zip');
  expect(JSON.parse(body).value.unmatched).toMatchObject([
    { path: 'other.zip', failure: { code: 'files.not-wanted', facts: { path: 'other.zip' } } },
  ]);
  expect(body).not.toContain(dataDir);
});

it.each(['../../engine.lock', '..', 'a/b', 'C:\\x', 'nul', '\u0000'])('never lets the name %j become a path', async (name) => {
  await upload('files', name);
  expect(asked).toHaveLength(1);
  expect(path.dirname(path.dirname(asked[0]?.path ?? ''))).toBe(path.join(dataDir, 'tmp'));
  expect(leftovers()).toEqual([]);
});

it('keeps a plugin’s archive until its installation has ended', async () => {
  const { body } = await upload('plugin', 'p-1.0.tar.bz2');
  expect(JSON.parse(body)).toEqual({ ok: true, value: { operation: 'op-7' } });
  tell('operations.changed', { id: 'op-7', state: 'running' });
  tell('operations.changed', { id: 'op-6', state: 'success' });
  expect(leftovers()).toHaveLength(1);
  tell('operations.changed', { id: 'op-7', state: 'success' });
  await expect.poll(leftovers).toEqual([]);
});

it('has an image read, and kept with what is said of it, and nothing else', async () => {
  await upload('inspect', 'openwrt.bin');
  const { body } = await upload('image', 'openwrt.bin', {}, { category: 'Dach & Hof', version: '23.05.5' });
  expect(JSON.parse(body)).toEqual({ ok: true, value: { name: 'openwrt.bin' } });
  expect(asked.map(({ name, content }) => [name, content])).toEqual([
    ['images.inspect', 'firmware'],
    ['images.add', 'firmware'],
  ]);
  expect(wishes).toEqual([{}, { category: 'Dach & Hof', version: '23.05.5' }]);
  expect(leftovers()).toEqual([]);
});

it('says of an image that cannot be read how its owner calls it', async () => {
  const { body } = await upload('inspect', 'broken.bin');
  expect(JSON.parse(body)).toMatchObject({ ok: false, failure: { facts: { path: 'broken.bin' } } });
  expect(body).not.toContain(dataDir);
  expect(leftovers()).toEqual([]);
});

it('keeps nothing of a file whose sender went away, and asks the engine nothing', async () => {
  await upload('files', 'wanted.zip', { headers: { 'content-length': '100' }, hangUp: true }).catch(() => undefined);
  await expect.poll(leftovers).toEqual([]);
  expect(asked).toEqual([]);
});

it.each<[string, Sent, number, string]>([
  ['without a session', { headers: { cookie: '' } }, 401, 'no session'],
  ['from a foreign page', { headers: { origin: 'http://evil.example' } }, 403, 'origin'],
  ['from another port', { headers: { origin: 'http://127.0.0.1:1' } }, 403, 'origin'],
  ['of too many bytes', { headers: { 'content-length': String(MOST_UPLOAD_BYTES + 1) } }, 200, 'files.too-large'],
])('refuses a file %s before its bytes', async (_what, given, status, word) => {
  const heard = await upload('files', 'wanted.zip', given);
  expect({ status: heard.status, body: heard.body }).toEqual({ status, body: expect.stringContaining(word) });
  expect(asked).toEqual([]);
  expect(leftovers()).toEqual([]);
});

it('refuses a file whose length nobody announced', async () => {
  const { body } = await send(uploadPath('files', 'wanted.zip'), {
    headers: { cookie, origin: server.url, 'transfer-encoding': 'chunked' },
    body: 'firmware',
  });
  expect(JSON.parse(body)).toMatchObject({ ok: false, failure: { code: 'contract.invalid-input' } });
});

it.each(['/upload/other?name=x', '/upload/files', `/upload/files?name=${'x'.repeat(256)}`])(
  'knows no upload at %s',
  async (target) => {
    expect((await send(target, { headers: { cookie, origin: server.url } })).status).toBe(405);
  },
);

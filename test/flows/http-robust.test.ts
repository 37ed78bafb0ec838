import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HttpLimits, limitsWithin } from '../../src/main/engine/http/limits.ts';
import { ReadyFiles } from '../../src/main/engine/http/ready-files.ts';
import { type HttpServer, startHttpServer } from '../../src/main/engine/http/server.ts';
import { FileCache } from '../../src/main/engine/tftp/file-cache.ts';
import { seeded } from '../builders/seeded.ts';
import { answerFrom, type ServedFolder, serveFolder } from '../fakes/folder-duties.ts';
import { exchangeRaw, openRaw, splitResponses } from '../fakes/raw-http.ts';

const CONFIG = 'account.1.enable = 1\n';
const MEBIBYTE = 2 ** 20;

let folder: ServedFolder;
let server: HttpServer;

async function start(limits: Partial<HttpLimits> = {}): Promise<void> {
  server = await startHttpServer({
    address: '127.0.0.1',
    port: 0,
    identity: null,
    duties: folder.duties,
    files: new ReadyFiles(new FileCache(64 * MEBIBYTE)),
    limits: { ...limitsWithin(undefined), ...limits },
  });
}

beforeEach(() => {
  folder = serveFolder((request, root) =>
    // Broken escapes are the engine's to judge; here they are only another name.
    /%(?![0-9a-f]{2})|%[89a-f]|%00/i.test(request.path) ? { kind: 'refused', reason: 'bad-name' } : answerFrom(request, root),
  );
  folder.put('a.cfg', CONFIG);
  folder.put('big.rom', randomBytes(8 * MEBIBYTE));
});

afterEach(async () => {
  await server.stop();
  folder.remove();
});

const healthy = () => exchangeRaw(server.port, 'GET /a.cfg HTTP/1.1\r\nConnection: close\r\n\r\n');

const HIDDEN = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n';
const SHAPES: readonly (readonly [string, string])[] = [
  ['a length beside an encoding', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['an encoding beside a length', `Transfer-Encoding: chunked\r\nContent-Length: ${HIDDEN.length}\r\n\r\n`],
  ['two lengths', `Content-Length: 0\r\nContent-Length: ${HIDDEN.length}\r\n\r\n`],
  ['a length with a sign', `Content-Length: +${HIDDEN.length}\r\n\r\n`],
  ['a length with a blank before the colon', `Content-Length : ${HIDDEN.length}\r\n\r\n`],
  ['a length on a folded line', `X: y\r\n Content-Length: ${HIDDEN.length}\r\n\r\n`],
  ['a length after a bare LF', `X: y\nContent-Length: ${HIDDEN.length}\r\n\r\n`],
  ['a length after a bare CR', `X: y\rContent-Length: ${HIDDEN.length}\r\n\r\n`],
  ['a length after a NUL', `X: y\0Content-Length: ${HIDDEN.length}\r\n\r\n`],
  ['an encoding with a tab before', 'Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n'],
  ['an encoding in disguise', 'Transfer-Encoding: xchunked\r\n\r\n'],
  ['an encoding in two fields', 'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ['a name that looks like a length', `Content_Length\x0b: 4\r\n\r\n`],
  ['a body', `Content-Length: ${HIDDEN.length}\r\n\r\n`],
  ['two hosts', 'Host: a\r\nHost: b\r\n\r\n'],
  ['a host that is none', 'Host: a/b?c\r\n\r\n'],
  ['lines that end with LF alone', 'Host: a\n\n'],
];

it.each(SHAPES)('refuses %s, and hears nothing of what comes after it', async (_, fields) => {
  await start();
  const { head, body } = await exchangeRaw(server.port, `GET /a.cfg HTTP/1.1\r\n${fields}${HIDDEN}`);
  const responses = splitResponses(`${head}\r\n\r\n${body}`);
  expect(responses).toHaveLength(1);
  expect(responses[0]?.status).toBeGreaterThanOrEqual(400);
  expect(responses[0]?.head).toContain('Connection: close');
  expect(folder.ends.filter(({ request, outcome }) => request.path === '/hidden' || outcome === 'sent')).toEqual([]);
});

it('survives ten thousand malformed requests, and has its descriptors and memory back afterwards', async () => {
  await start();
  const chance = seeded(4);
  const round = (count: number) => malformedOnes(count, chance);
  await round(1000);
  const before = await atRest();
  const statuses = await round(9000);
  for (const status of statuses.keys()) expect(EXPECTED).toContain(status);
  // Seeded, so these come in every run: neither all refused nor all let pass.
  expect(statuses.get(400) ?? 0).toBeGreaterThan(3000);
  expect(statuses.get(200) ?? 0).toBeGreaterThan(100);
  expect((await healthy()).body).toBe(CONFIG);
  folder.ends.length = 0;
  const after = await atRest();
  expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 5);
  expect(after.memory - before.memory).toBeLessThan(8 * MEBIBYTE);
}, 60_000);

it('serves a healthy client while slow ones send a byte at a time, and lets none of these in for long', async () => {
  await start({ request: 600 });
  const slow = await Promise.all(Array.from({ length: 150 }, () => openRaw(server.port, 'GET /a.cfg HTTP/1.1\r\nX: ')));
  const drip = setInterval(() => slow.forEach((socket) => socket.write('y')), 50);
  const closed = Promise.all(slow.map((socket) => new Promise((resolve) => socket.resume().once('close', resolve))));
  try {
    for (let at = 0; at < 20; at += 1) expect((await healthy()).body).toBe(CONFIG);
    await closed;
  } finally {
    clearInterval(drip);
  }
  expect(folder.ends.filter(({ outcome }) => outcome === 'timed-out')).toHaveLength(150);
});

it('gives the memory and descriptors of broken downloads back, and serves a healthy client meanwhile', async () => {
  await start();
  const breakOff = async (how: 'reset' | 'close') => {
    const socket = await openRaw(server.port, 'GET /big.rom HTTP/1.1\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    if (how === 'reset') socket.resetAndDestroy();
    else socket.destroy();
  };
  const round = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, at) => breakOff(at % 2 === 0 ? 'reset' : 'close')));
  await round(20);
  await folder.end(20);
  const before = await atRest();
  const broken = round(200);
  expect((await healthy()).body).toBe(CONFIG);
  await broken;
  await folder.end(221);
  const after = await atRest();
  expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 5);
  expect(after.memory - before.memory).toBeLessThan(8 * MEBIBYTE);
  const outcomes = new Set(folder.ends.filter(({ request }) => request.path === '/big.rom').map(({ outcome }) => outcome));
  expect([...outcomes]).toEqual(['aborted']);
});

it('answers a thousand requests that come in one piece, in their order', async () => {
  await start();
  const names = Array.from({ length: 999 }, (_, at) => (at % 3 === 0 ? '/nothing' : '/a.cfg'));
  const text = [...names, '/a.cfg'].map((name) => `GET ${name} HTTP/1.1\r\n\r\n`).join('');
  const { head, body } = await exchangeRaw(server.port, text);
  const responses = splitResponses(`${head}\r\n\r\n${body}`);
  expect(responses.map(({ status }) => status)).toEqual([...names, '/a.cfg'].map((name) => (name === '/a.cfg' ? 200 : 404)));
});

/** What anything at all may be answered with; 0 is a connection that was closed without a word. */
const EXPECTED = [0, 200, 206, 304, 400, 403, 404, 405, 408, 412, 413, 414, 416, 431, 501, 505];

const SEEDS = [
  'GET /a.cfg HTTP/1.1\r\nHost: x\r\nUser-Agent: Yealink SIP-T46U 108.86.0.20 80:5e:c0:aa:bb:cc\r\n\r\n',
  'HEAD /a.cfg HTTP/1.0\r\nConnection: keep-alive\r\n\r\n',
  'GET /a.cfg HTTP/1.1\r\nRange: bytes=0-3,8-\r\nIf-Range: "x"\r\n\r\n',
  'GET http://x:80/a.cfg?y=1 HTTP/1.1\r\nHost: x\r\nIf-None-Match: W/"a", "b"\r\n\r\n',
  'POST /a.cfg HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello',
  'GET /a.cfg HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
];
const DIRT = [
  '\0',
  '\n',
  '\r',
  '\r\n',
  '\r\n\r\n',
  ' ',
  '\t',
  ':',
  ',',
  '%',
  '%00',
  '../',
  '\\',
  '\x7f',
  '\xff',
  'HTTP/9.9',
  'é',
  '"',
];

/** Spoils valid requests in one to four places each. Returns how often each status came. */
async function malformedOnes(count: number, chance: ReturnType<typeof seeded>): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const texts = Array.from({ length: count }, () => spoil(chance.one(SEEDS), chance));
  const worker = async () => {
    for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
      const status = await firstStatus(text);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 50 }, worker));
  return statuses;
}

function spoil(text: string, chance: ReturnType<typeof seeded>): string {
  let spoilt = text;
  for (let left = 1 + chance.below(4); left > 0; left -= 1) {
    const at = chance.below(spoilt.length + 1);
    const length = chance.below(4) === 0 ? chance.below(20) : chance.below(2);
    const dirt = chance.below(3) === 0 ? String.fromCharCode(chance.below(256)) : chance.one(DIRT);
    spoilt = spoilt.slice(0, at) + (chance.below(5) === 0 ? '' : dirt) + spoilt.slice(at + length);
  }
  return spoilt;
}

/** Sends, ends its side, and reads to the end. */
function firstStatus(text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(server.port, '127.0.0.1', () => socket.end(text, 'latin1'));
    const late = setTimeout(() => reject(new Error(`no end for ${JSON.stringify(text)}`)), 10_000);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(late);
      resolve(Number(Buffer.concat(chunks).toString('latin1', 9, 12)));
    });
  });
}

/** Once everything that was closed is gone. Bytes of memory that somebody still holds. */
async function atRest(): Promise<{ descriptors: number; memory: number }> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const descriptors = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
  return { descriptors, memory: heapUsed + arrayBuffers };
}

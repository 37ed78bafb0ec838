import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ServedFolder, serveFolder } from '../../../../test/fakes/folder-duties.ts';
import { openPeer } from '../../../../test/fakes/phone/datagram-peer.ts';
import { tftpPut, type TftpPut } from '../../../../test/fakes/phone/tftp-put.ts';
import { ACK, ERROR, data, error, read, request, WRQ } from '../../../../test/fakes/phone/tftp-wire.ts';
import type { UploadAnswer } from '../../domain/provisioning/request.ts';
import { FileCache } from './file-cache.ts';
import { startTftpServer, type TftpServer } from './server.ts';

let folder: ServedFolder;
let server: TftpServer;
let dir: string;
let answer: UploadAnswer;

async function start(singlePort: boolean): Promise<void> {
  await server?.stop();
  const duties = { ...folder.duties, upload: async () => answer };
  server = await startTftpServer({ address: '127.0.0.1', port: 0, duties, files: new FileCache(1 << 20), singlePort });
}

beforeEach(async () => {
  folder = serveFolder();
  dir = join(folder.root, 'quarantine/805ec0000001');
  answer = { kind: 'upload', dir, partDir: folder.root, name: 'phone.log', maxBytes: 100_000 };
  await start(false);
});
afterEach(async () => {
  await server.stop();
  folder.remove();
});

const leftBehind = () => readdirSync(folder.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

const put = (text: string, more: Partial<TftpPut> = {}) =>
  tftpPut({ address: server.address, port: server.port, name: 'phone.log', text, ...more });

it.each([
  ['an empty file', 0, {}],
  ['a file of one byte', 1, {}],
  ['an exact multiple of the block', 1024, {}],
  ['a file with options', 50_000, { blksize: 1428, tsize: 50_000, timeout: 3 }],
])('takes %s, from a port of its own and from the one port', async (_, size, options) => {
  const text = Array.from({ length: size }, (__, i) => String.fromCharCode(32 + (i % 90))).join('');
  for (const [nth, singlePort] of [false, true].entries()) {
    await start(singlePort);
    expect((await put(text, { options })).kind).toBe('written');
    const end = await folder.end(nth + 1);
    expect(end).toMatchObject({ outcome: 'sent', bytes: size, total: size, request: { method: 'WRQ', path: 'phone.log' } });
    expect(readFileSync(end.kept ?? '', 'latin1')).toBe(text);
  }
  expect(readdirSync(dir).toSorted()).toEqual(['phone-2.log', 'phone.log']);
});

it('acknowledges the options that were asked for, and never a window', async () => {
  const options = { blksize: 1024, tsize: 3000, windowsize: 8, foo: 'bar' };
  expect(await put('x'.repeat(3000), { options })).toMatchObject({ options: { blksize: '1024', tsize: '3000' } });
  expect(await put('x'.repeat(3000), { options: { windowsize: 8 } })).toEqual({ kind: 'written', options: {} });
});

it('takes each block once that comes twice', async () => {
  expect((await put('x'.repeat(5000), { beforeData: () => 'twice' })).kind).toBe('written');
  expect(await folder.end(1)).toMatchObject({ outcome: 'sent', bytes: 5000 });
});

it.each<[string, Partial<Extract<UploadAnswer, { kind: 'upload' }>>, Partial<TftpPut>, number]>([
  ['that says it is too large', {}, { options: { tsize: 100_001 } }, 3],
  ['that becomes too large', { maxBytes: 1000 }, {}, 3],
])('refuses a file %s, and keeps nothing of it', async (_, change, more, code) => {
  answer = { kind: 'upload', dir, partDir: folder.root, name: 'phone.log', maxBytes: 100_000, ...change };
  expect(await put('x'.repeat(5000), more)).toEqual({ kind: 'refused', code });
  expect(await folder.end(1)).toMatchObject({ outcome: 'refused' });
  await expect.poll(leftBehind).toEqual([]);
});

it.each<[string, UploadAnswer]>([
  ['nobody expects', { kind: 'refused', reason: 'not-expected' }],
  ['has no good name', { kind: 'refused', reason: 'bad-name' }],
])('refuses with ERROR 2 what %s', async (_, refused) => {
  answer = refused;
  expect(await put('x')).toEqual({ kind: 'refused', code: 2 });
  expect(await folder.end(1)).toMatchObject({ outcome: 'refused', answer: null });
});

it('keeps nothing of a file whose client gives up, or that the stop of the server cuts', async () => {
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(WRQ, 'phone.log'), server.port);
  const first = await peer.next(2000);
  expect(read(first?.bytes ?? Buffer.alloc(0))).toMatchObject({ opcode: ACK, number: 0 });
  await peer.send(data(1, 'x'.repeat(512)), first?.port ?? 0);
  await peer.next(2000);
  await peer.send(error(0, 'no more'), first?.port ?? 0);
  expect(await folder.end(1)).toMatchObject({ outcome: 'aborted', bytes: 512 });
  await peer.send(request(WRQ, 'other.log'), server.port);
  await peer.next(2000);
  await server.stop();
  expect(read((await peer.next(2000))?.bytes ?? Buffer.alloc(0)).opcode).toBe(ERROR);
  expect(await folder.end(2)).toMatchObject({ outcome: 'aborted', reason: 'the server is stopping' });
  await expect.poll(leftBehind).toEqual([]);
  peer.close();
});

it('says again what it has, to a client that is silent', async () => {
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(WRQ, 'phone.log'), server.port);
  const answers = [await peer.next(2000), await peer.next(2000)];
  expect(answers.map((each) => read(each?.bytes ?? Buffer.alloc(0)).number)).toEqual([0, 0]);
  peer.close();
});

it('takes one of two files that one port wants to write at once', async () => {
  const peer = await openPeer('127.0.0.1');
  await Promise.all(['one.log', 'two.log'].map((name) => peer.send(request(WRQ, name), server.port)));
  const answers = await peer.drain(300);
  expect(new Set(answers.map(({ port }) => port)).size).toBe(1);
  expect(await folder.end(1)).toMatchObject({ outcome: 'aborted', reason: 'another request came from the same port' });
  await peer.send(data(1, 'x'), answers[0]?.port ?? 0);
  expect(await folder.end(2)).toMatchObject({ outcome: 'sent', bytes: 1, request: { path: 'two.log' } });
  await expect.poll(() => leftBehind().length).toBe(1);
  peer.close();
});

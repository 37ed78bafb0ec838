import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ServedFolder, serveFolder } from '../../../../test/fakes/folder-duties.ts';
import { openPeer } from '../../../../test/fakes/phone/datagram-peer.ts';
import { type TftpGet, tftpGetWhole } from '../../../../test/fakes/phone/tftp-get.ts';
import { ack, DATA, data, ERROR, error, read, request, RRQ, WRQ } from '../../../../test/fakes/phone/tftp-wire.ts';
import { FileCache } from './file-cache.ts';
import { startTftpServer, type TftpLimits, type TftpServer } from './server.ts';

let folder: ServedFolder;
let server: TftpServer;
const servers: TftpServer[] = [];

async function start(limits: Partial<TftpLimits> = {}, address = '127.0.0.1'): Promise<TftpServer> {
  const started = await startTftpServer({ address, port: 0, duties: folder.duties, files: new FileCache(1 << 20), limits });
  servers.push(started);
  return started;
}

beforeEach(async () => {
  folder = serveFolder();
  server = await start();
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((started) => started.stop()));
  folder.remove();
});

/** The whole file, or the reason why it did not come. */
function fetchFile(name: string, more: Partial<TftpGet> = {}) {
  return tftpGetWhole({ address: server.address, port: server.port, name, ...more });
}

it.each([
  ['an empty file', 0, {}],
  ['an empty file with tsize', 0, { tsize: 0 }],
  ['a file of one byte', 1, {}],
  ['an exact multiple of the block', 1024, {}],
  ['a file over several cache chunks', 300_001, {}],
  ['a large block', 300_001, { blksize: 65464, tsize: 0 }],
  ['a usual block with every option', 300_001, { BLKSIZE: 1428, tsize: 0, timeout: 3 }],
  ['block numbers that roll over', 8 * 65_537 + 5, { blksize: 8 }],
])('sends %s whole', async (_, size, options) => {
  const bytes = randomBytes(size);
  folder.put('a.rom', bytes);
  const { got, body } = await fetchFile('a.rom', { options });
  expect(got.kind).toBe('received');
  expect(body.equals(bytes)).toBe(true);
  expect(await folder.end(1)).toMatchObject({ outcome: 'sent', bytes: size, total: size, reason: null });
});

it.each([
  ['a missing file', 'nothing.cfg', {}, 1, 'missing'],
  ['a missing file, before any OACK', 'nothing.cfg', { options: { tsize: 0 } }, 1, 'missing'],
  ['a name outside the root', '../secret', {}, 2, 'refused'],
  ['the mail mode', 'a.cfg', { mode: 'mail' }, 4, 'refused'],
  ['an unknown mode', 'a.cfg', { mode: 'banana' }, 4, 'refused'],
])('refuses %s', async (_, name, more, code, outcome) => {
  folder.put('a.cfg', 'x');
  const { got } = await fetchFile(name, more);
  expect(got).toMatchObject({ kind: 'refused', code });
  expect(await folder.end(1)).toMatchObject({ outcome, bytes: 0 });
});

it('refuses a write', async () => {
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(WRQ, 'phone.log'), server.port);
  expect(read((await peer.next(2000))?.bytes ?? Buffer.alloc(0))).toMatchObject({ opcode: ERROR, number: 2 });
  expect(await folder.end(1)).toMatchObject({ outcome: 'refused', answer: null, request: { method: 'WRQ', path: 'phone.log' } });
  peer.close();
});

it('converts netascii and tells the converted size', async () => {
  folder.put('a.txt', 'one\ntwo\r\nend\n');
  const { got, body } = await fetchFile('a.txt', { mode: 'netascii', options: { tsize: 0 } });
  expect(got).toMatchObject({ kind: 'received', options: { tsize: '17' } });
  expect(body.toString()).toBe('one\r\ntwo\r\0\r\nend\r\n');
});

it.skipIf(process.platform === 'win32').each([
  ['a pipe, without waiting for it', 'mkfifo'],
  ['a folder', 'mkdir'],
])('refuses %s', async (_, command) => {
  execFileSync(command, [join(folder.root, 'odd')]);
  const { got } = await fetchFile('odd', { options: { tsize: 0 } });
  expect(got).toMatchObject({ kind: 'refused', code: 2 });
  expect(await folder.end(1)).toMatchObject({ outcome: 'failed' });
});

it.each([0, 1, 2, 3, 4, 5, 600, 9000])('survives junk of %i bytes on the port and on the transfer', async (length) => {
  const bytes = randomBytes(5000);
  folder.put('a.rom', bytes);
  const stranger = await openPeer('127.0.0.1');
  const junk = Buffer.alloc(length, 0);
  await stranger.send(junk, server.port);
  const { got, body } = await fetchFile('a.rom', {
    beforeAck: async (block, peer, serverPort) => {
      if (block === 3) {
        await peer.send(junk, serverPort);
        await stranger.send(junk, serverPort).catch(() => undefined);
      }
      return undefined;
    },
  });
  expect(got.kind).toBe('received');
  expect(body.equals(bytes)).toBe(true);
  stranger.close();
});

it.each([
  ['an acknowledgement', ack(4)],
  ['an error', error(0, 'stop')],
  ['data', data(1, 'stray')],
])('is not moved by %s from a foreign port', async (_, packet) => {
  const bytes = randomBytes(5000);
  folder.put('a.rom', bytes);
  const stranger = await openPeer('127.0.0.1');
  const { got, body } = await fetchFile('a.rom', {
    beforeAck: async (block, _peer, serverPort) => {
      if (block === 3) await stranger.send(packet, serverPort).catch(() => undefined);
      return undefined;
    },
  });
  expect(got).toMatchObject({ kind: 'received', unasked: 0 });
  expect(body.equals(bytes)).toBe(true);
  stranger.close();
});

it('sends each block once to a client that acknowledges everything twice', async () => {
  const bytes = randomBytes(100_000);
  folder.put('a.rom', bytes);
  const { got, body } = await fetchFile('a.rom', {
    beforeAck: async (block, peer, serverPort) => {
      await peer.send(ack(block), serverPort);
      return undefined;
    },
  });
  expect(body.equals(bytes)).toBe(true);
  expect(got).toMatchObject({ kind: 'received', unasked: 0 });
});

it('sends a block again whose acknowledgement was lost', async () => {
  const bytes = randomBytes(5000);
  folder.put('a.rom', bytes);
  let lost = false;
  const { got, body } = await fetchFile('a.rom', {
    beforeAck: async (block) => {
      if (block !== 4 || lost) return undefined;
      lost = true;
      return 'silent';
    },
  });
  expect(got.kind).toBe('received');
  expect(body.equals(bytes)).toBe(true);
});

it("ends as aborted upon the client's error, and is silent from then on", async () => {
  folder.put('a.rom', randomBytes(5000));
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(RRQ, 'a.rom'), server.port);
  const first = await peer.next(2000);
  await peer.send(error(0, 'only looking'), first?.port ?? 0);
  expect(await folder.end(1)).toMatchObject({ outcome: 'aborted', reason: 'the client sent error 0: only looking' });
  expect(await peer.drain(1300)).toEqual([]);
  peer.close();
});

it.each([
  ['lock-step', {}, 512],
  ['in a window of an even number', { windowsize: 4 }, 4 * 512],
  ['in a window of an odd number', { windowsize: 3 }, 3 * 512],
])('ends as aborted when the client is gone, %s', async (_, options, bytes) => {
  folder.put('a.rom', randomBytes(50_000));
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(RRQ, 'a.rom', 'octet', options), server.port);
  const first = await peer.next(2000);
  const port = first?.port ?? 0;
  const window = bytes / 512;
  if (window > 1) {
    await peer.send(ack(0), port);
    for (let i = 0; i < window; i += 1) await peer.next(2000);
  }
  await peer.send(ack(window), port);
  await peer.next(2000);
  peer.close();
  expect(await folder.end(1)).toMatchObject({ outcome: 'aborted', bytes, total: 50_000 });
});

it('refuses in the open what is beyond its limits', async () => {
  server = await start({ transfers: 3, transfersPerAddress: 2 });
  folder.put('a.rom', randomBytes(5000));
  const peers = await Promise.all([1, 2, 3].map(() => openPeer('127.0.0.1')));
  const opcodes: number[] = [];
  for (const peer of peers) {
    await peer.send(request(RRQ, 'a.rom'), server.port);
    opcodes.push(read((await peer.next(2000))?.bytes ?? Buffer.alloc(0)).opcode);
  }
  expect(opcodes).toEqual([DATA, DATA, ERROR]);
  for (const peer of peers) peer.close();
});

it.each<[string, (path: string) => void]>([
  ['becomes shorter', (path) => truncateSync(path, 500_000)],
  ['grows', (path) => appendFileSync(path, randomBytes(300_000))],
  ['is written over in place by as many bytes', (path) => writeFileSync(path, randomBytes(2_000_000), { flag: 'r+' })],
])('ends a transfer with an error whose file %s, and sends the new one whole to who asks again', async (_, change) => {
  const path = folder.put('a.rom', randomBytes(2_000_000));
  const before = readFileSync(path);
  const cut = await fetchFile('a.rom', {
    options: { blksize: 1024 },
    beforeAck: async (block) => {
      if (block === 50) change(path);
      return undefined;
    },
  });
  expect(cut.got).toMatchObject({ kind: 'refused', code: 0, message: 'the file was changed while it was sent, ask again' });
  expect(before.subarray(0, cut.body.length).equals(cut.body)).toBe(true);
  expect(await folder.end(1)).toMatchObject({ outcome: 'failed', reason: 'the file was changed while it was sent' });
  expect((await fetchFile('a.rom', { options: { blksize: 1024 } })).body.equals(readFileSync(path))).toBe(true);
});

it('sends a file on whose name another one takes meanwhile', async () => {
  const bytes = randomBytes(2_000_000);
  const path = folder.put('a.rom', bytes);
  const former = await fetchFile('a.rom', {
    options: { blksize: 1024 },
    beforeAck: async (block) => {
      if (block === 50) renameSync(folder.put('new.rom', 'new'), path);
      return undefined;
    },
  });
  expect(former.body.equals(bytes)).toBe(true);
  expect((await fetchFile('a.rom')).body.toString()).toBe('new');
});

it('ends running transfers when it stops, and tells the clients', async () => {
  folder.put('a.rom', randomBytes(5000));
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(RRQ, 'a.rom'), server.port);
  await peer.next(2000);
  await server.stop();
  expect(read((await peer.next(2000))?.bytes ?? Buffer.alloc(0)).opcode).toBe(ERROR);
  expect(await folder.end(1)).toMatchObject({ outcome: 'aborted', reason: 'the server is stopping' });
  peer.close();
});

it.skipIf(process.platform !== 'linux')('answers from the address that was asked', async () => {
  server = await start({}, '127.0.0.2');
  folder.put('a.cfg', 'x');
  const { got } = await fetchFile('a.cfg');
  expect(got).toMatchObject({ kind: 'received', from: '127.0.0.2' });
});

it('serves IPv6', async () => {
  server = await start({}, '::1');
  folder.put('a.cfg', 'six');
  const { body } = await fetchFile('a.cfg');
  expect(body.toString()).toBe('six');
  expect(await folder.end(1)).toMatchObject({ request: { ip: '::1' } });
});

import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ServedFolder, serveFolder } from '../../../../test/fakes/folder-duties.ts';
import { openPeer } from '../../../../test/fakes/phone/datagram-peer.ts';
import { type TftpGet, tftpGetWhole } from '../../../../test/fakes/phone/tftp-get.ts';
import { ack, DATA, data, ERROR, error, RRQ, read, request } from '../../../../test/fakes/phone/tftp-wire.ts';
import { FileCache } from './file-cache.ts';
import { startTftpServer, type TftpServer } from './server.ts';

let folder: ServedFolder;
let server: TftpServer;

beforeEach(async () => {
  folder = serveFolder();
  const files = new FileCache(1 << 20);
  server = await startTftpServer({ address: '127.0.0.1', port: 0, duties: folder.duties, files, singlePort: true });
});

afterEach(async () => {
  await server.stop();
  folder.remove();
});

function fetchFile(name: string, more: Partial<TftpGet> = {}) {
  return tftpGetWhole({ address: server.address, port: server.port, name, ...more });
}

it.each([
  ['without options', {}],
  ['with options', { blksize: 1428, tsize: 0 }],
  ['in blocks of 8 beyond 65,535', { blksize: 8 }],
])('sends from the port that was asked, %s', async (_, options) => {
  const bytes = randomBytes(8 * 65_537 + 5);
  folder.put('a.rom', bytes);
  const ports = new Set<number>();
  const { got, body } = await fetchFile('a.rom', {
    options,
    beforeAck: async (_block, _peer, port) => void ports.add(port),
  });
  expect(got.kind).toBe('received');
  expect(body.equals(bytes)).toBe(true);
  expect([...ports]).toEqual([server.port]);
  expect(await folder.end(1)).toMatchObject({ outcome: 'sent', bytes: bytes.length });
});

it('tells thirty clients apart', async () => {
  const files = Array.from({ length: 6 }, (_, i) => randomBytes(90_000 + i));
  for (const [i, bytes] of files.entries()) folder.put(`${i}.rom`, bytes);
  const same = await Promise.all(
    Array.from({ length: 30 }, async (_, i) => (await fetchFile(`${i % 6}.rom`)).body.equals(files[i % 6] ?? Buffer.alloc(0))),
  );
  expect(same).toEqual(Array(30).fill(true));
});

it.each([
  ['an acknowledgement', ack(4)],
  ['an error', error(0, 'stop')],
  ['data', data(1, 'stray')],
  ['junk', Buffer.from([0, 4, 1])],
])('is not moved by %s from a foreign port', async (_, packet) => {
  const bytes = randomBytes(5000);
  folder.put('a.rom', bytes);
  const stranger = await openPeer('127.0.0.1');
  const { got, body } = await fetchFile('a.rom', {
    beforeAck: async (block) => {
      if (block === 3) await stranger.send(packet, server.port);
      return undefined;
    },
  });
  expect(got).toMatchObject({ kind: 'received', unasked: 0 });
  expect(body.equals(bytes)).toBe(true);
  stranger.close();
});

it('begins the next file of a client that keeps its port, and is silent to acknowledgements of the former', async () => {
  folder.put('a.rom', randomBytes(5000));
  folder.put('b.rom', 'bb');
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(RRQ, 'a.rom'), server.port);
  await peer.next(2000);
  await peer.send(request(RRQ, 'b.rom'), server.port);
  expect(read((await peer.next(2000))?.bytes ?? Buffer.alloc(0))).toMatchObject({ opcode: DATA, number: 1 });
  expect(await folder.end(1)).toMatchObject({ outcome: 'aborted', request: { path: 'a.rom' } });
  await peer.send(ack(1), server.port);
  expect(await folder.end(2)).toMatchObject({ outcome: 'sent', request: { path: 'b.rom' } });
  await peer.send(ack(1), server.port);
  expect(await peer.drain(200)).toEqual([]);
  peer.close();
});

it('tells its clients when it stops', async () => {
  folder.put('a.rom', randomBytes(5000));
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(RRQ, 'a.rom'), server.port);
  await peer.next(2000);
  await server.stop();
  expect(read((await peer.next(2000))?.bytes ?? Buffer.alloc(0)).opcode).toBe(ERROR);
  peer.close();
});

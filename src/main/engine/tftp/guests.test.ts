import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerFrom, type ServedFolder, serveFolder } from '../../../../test/fakes/folder-duties.ts';
import { openPeer } from '../../../../test/fakes/phone/datagram-peer.ts';
import { ack, DATA, RRQ, read, request } from '../../../../test/fakes/phone/tftp-wire.ts';
import type { Answer } from '../../domain/provisioning/request.ts';
import { FileCache } from './file-cache.ts';
import { startTftpServer, type TftpLimits, type TftpServer } from './server.ts';

let folder: ServedFolder;
let server: TftpServer;

async function start(limits: Partial<TftpLimits> = {}): Promise<void> {
  await server?.stop();
  server = await startTftpServer({ address: '127.0.0.1', port: 0, duties: folder.duties, files: new FileCache(1 << 20), limits });
}

beforeEach(async () => {
  folder = serveFolder();
  await start();
});

afterEach(async () => {
  await server.stop();
  folder.remove();
});

it('takes a request that comes three times for one transfer', async () => {
  folder.put('a.rom', randomBytes(5000));
  const peer = await openPeer('127.0.0.1');
  for (let i = 0; i < 3; i += 1) await peer.send(request(RRQ, 'a.rom'), server.port);
  const ports = new Set((await peer.drain(300)).map((datagram) => datagram.port));
  expect(ports.size).toBe(1);
  peer.close();
});

it('begins anew for a client that restarted and asks for the same file from the same port', async () => {
  await start({ doubledWithin: 0 });
  folder.put('a.rom', randomBytes(5000));
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(RRQ, 'a.rom'), server.port);
  const first = await peer.next(2000);
  await peer.send(ack(1), first?.port ?? 0);
  await peer.next(2000);
  await peer.send(request(RRQ, 'a.rom'), server.port);
  const again = await peer.next(2000);
  expect(read(again?.bytes ?? Buffer.alloc(0))).toMatchObject({ opcode: DATA, number: 1 });
  expect(again?.port).not.toBe(first?.port);
  expect(await folder.end(1)).toMatchObject({ outcome: 'aborted', reason: 'another request came from the same port' });
  peer.close();
});

it('serves a client whose next request for the same file overtakes its last acknowledgement', async () => {
  folder.put('a.cfg', 'short');
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(RRQ, 'a.cfg'), server.port);
  for (let round = 1; round <= 3; round += 1) {
    const first = await peer.next(500);
    expect(read(first?.bytes ?? Buffer.alloc(0))).toMatchObject({ opcode: DATA, number: 1 });
    if (round < 3) await peer.send(request(RRQ, 'a.cfg'), server.port);
    await peer.send(ack(1), first?.port ?? 0);
    expect(await folder.end(round)).toMatchObject({ outcome: 'sent' });
  }
  expect(await peer.drain(200)).toEqual([]);
  peer.close();
});

it('leaves the former transfer when its port asks for another file', async () => {
  folder.put('a.rom', randomBytes(5000));
  folder.put('b.rom', 'bb');
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(RRQ, 'a.rom'), server.port);
  await peer.next(2000);
  await peer.send(request(RRQ, 'b.rom'), server.port);
  expect(await folder.end(1)).toMatchObject({ outcome: 'aborted', request: { path: 'a.rom' } });
  const answers = (await peer.drain(200)).map((datagram) => read(datagram.bytes));
  expect(answers.find(({ opcode }) => opcode === DATA)?.payload.toString()).toBe('bb');
  peer.close();
});

it.skipIf(process.platform === 'darwin')(
  'asks only so many questions at one time for one port, whatever it asks for, and serves other clients meanwhile',
  async () => {
    const waiting: ((answer: Answer) => void)[] = [];
    folder.remove();
    folder = serveFolder((asked, root) =>
      asked.path.startsWith('flood') ? new Promise((resolve) => waiting.push(resolve)) : answerFrom(asked, root),
    );
    await start({ transfers: 8, transfersPerAddress: 4 });
    folder.put('a.cfg', 'text');
    const flooding = await openPeer('127.0.0.1', '127.0.0.2');
    const healthy = await openPeer('127.0.0.1', '127.0.0.1');
    for (let i = 0; i < 300; i += 1) await flooding.send(request(RRQ, `flood-${i}`), server.port);
    await healthy.send(request(RRQ, 'a.cfg'), server.port);
    const answer = await healthy.next(2000);
    expect(read(answer?.bytes ?? Buffer.alloc(0)).payload.toString()).toBe('text');
    expect(waiting).toHaveLength(4);
    // Each place is free again once its question is answered, and the port with it.
    for (const resolve of waiting.splice(0)) resolve({ kind: 'refused', reason: 'not-found' });
    expect(await folder.end(4)).toMatchObject({ outcome: 'aborted' });
    // Of what it no longer waits for it hears nothing.
    expect(await flooding.drain(100)).toHaveLength(0);
    await flooding.send(request(RRQ, 'a.cfg'), server.port);
    expect(read((await flooding.next(2000))?.bytes ?? Buffer.alloc(0))).toMatchObject({ opcode: DATA, number: 1 });
    for (const peer of [flooding, healthy]) peer.close();
  },
);

it('begins anew for a client that restarts while no more transfers are allowed', async () => {
  await start({ transfers: 1, transfersPerAddress: 1 });
  folder.put('a.rom', randomBytes(5000));
  folder.put('b.rom', 'bb');
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(RRQ, 'a.rom'), server.port);
  await peer.next(2000);
  await peer.send(request(RRQ, 'b.rom'), server.port);
  expect(read((await peer.next(2000))?.bytes ?? Buffer.alloc(0)).payload.toString()).toBe('bb');
  peer.close();
});

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ServedFolder, serveFolder } from '../../../../test/fakes/folder-duties.ts';
import { type DatagramPeer, openPeer } from '../../../../test/fakes/phone/datagram-peer.ts';
import { tftpGetWhole } from '../../../../test/fakes/phone/tftp-get.ts';
import { ack, ERROR, RRQ, read, request } from '../../../../test/fakes/phone/tftp-wire.ts';
import { FileCache } from './file-cache.ts';
import { Lanes } from './lanes.ts';
import { startTftpServer, type TftpServer } from './server.ts';

let folder: ServedFolder;
let lanes: Lanes;
let server: TftpServer;
/** Those that were started, oldest first. */
let workers: Worker[];

beforeEach(async () => {
  folder = serveFolder();
  workers = [];
  const spawn = () => {
    const worker = new Worker(new URL('../serving/worker.ts', import.meta.url), { workerData: 'tftp-lane' });
    workers.push(worker);
    return worker;
  };
  lanes = new Lanes(spawn, 1, 0, 0);
  server = await startTftpServer({
    address: '127.0.0.1',
    port: 0,
    duties: folder.duties,
    files: new FileCache(1 << 20),
    transfers: lanes,
  });
});

afterEach(async () => {
  await server.stop();
  await lanes.stop();
  folder.remove();
});

function fetchFile(name: string, options = {}) {
  return tftpGetWhole({ address: server.address, port: server.port, name, options });
}

/** The first request starts the helping thread and does not wait for it. */
async function untilItHelps(): Promise<void> {
  folder.put('first.cfg', 'x');
  await fetchFile('first.cfg');
  const [worker] = workers;
  if (!worker) throw new Error('no helping thread was started');
  // It says when it is ready, and after that whatever it is asked.
  await Promise.race([once(worker, 'message'), once(worker, 'exit')]);
}

/** A transfer that has begun and waits for its client. */
async function beginTransfer(name: string): Promise<{ peer: DatagramPeer; port: number }> {
  const peer = await openPeer('127.0.0.1');
  await peer.send(request(RRQ, name), server.port);
  const first = await peer.next(5000);
  if (!first) throw new Error('no answer');
  return { peer, port: first.port };
}

it('serves from another thread what this one has taken in, and knows every byte of it', async () => {
  await untilItHelps();
  const bytes = randomBytes(300_001);
  folder.put('a.rom', bytes);
  const fetched = await Promise.all(Array.from({ length: 12 }, () => fetchFile('a.rom', { blksize: 1428, tsize: 0 })));
  for (const { body } of fetched) expect(body.equals(bytes)).toBe(true);
  expect(await folder.end(13)).toMatchObject({ outcome: 'sent' });
  for (const end of folder.ends.slice(1)) expect(end).toMatchObject({ outcome: 'sent', bytes: 300_001, total: 300_001 });
});

it('serves itself while the helping thread starts', async () => {
  folder.put('a.cfg', 'at once');
  expect((await fetchFile('a.cfg')).body.toString()).toBe('at once');
});

it('hears what became of a transfer that its client gave up', async () => {
  await untilItHelps();
  folder.put('a.rom', randomBytes(5000));
  const { peer, port } = await beginTransfer('a.rom');
  await peer.send(ack(1), port);
  await peer.next(5000);
  peer.close();
  expect(await folder.end(2)).toMatchObject({ outcome: 'aborted', bytes: 512, total: 5000 });
});

it('ends the transfers of the other thread when the server stops, and tells the clients', async () => {
  await untilItHelps();
  folder.put('a.rom', randomBytes(5000));
  const { peer } = await beginTransfer('a.rom');
  await server.stop();
  expect(folder.ends[1]).toMatchObject({ outcome: 'aborted', reason: 'the server is stopping' });
  expect(read((await peer.next(5000))?.bytes ?? Buffer.alloc(0)).opcode).toBe(ERROR);
  peer.close();
});

it('ends the transfers of a thread that dies as failed, and goes on with another', async () => {
  await untilItHelps();
  folder.put('a.rom', randomBytes(5000));
  const { peer } = await beginTransfer('a.rom');
  await workers[0]?.terminate();
  expect(await folder.end(2)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('a thread of the server ended'),
  });
  expect((await fetchFile('a.rom')).got).toMatchObject({ kind: 'received', bytes: 5000 });
  expect(workers).toHaveLength(2);
  peer.close();
});

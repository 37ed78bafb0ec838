import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { badRelay, type Fate } from '../../../../test/fakes/bad-relay.ts';
import { seeded } from '../../../../test/builders/seeded.ts';
import { type ServedFolder, serveFolder } from '../../../../test/fakes/folder-duties.ts';
import { FileCache } from '../tftp/file-cache.ts';
import { startTftpServer, type TftpServer } from '../tftp/server.ts';
import type { Fetched } from './fetching.ts';
import { windowGet } from './window-get.ts';

let folder: ServedFolder;
let server: TftpServer;

beforeEach(async () => {
  folder = serveFolder();
  server = await startTftpServer({ address: '127.0.0.1', port: 0, duties: folder.duties, files: new FileCache(1 << 20) });
});

afterEach(async () => {
  await server.stop();
  folder.remove();
});

function fetchFrom(port: number, windowSize: number, maxBytes = 10_000_000): Promise<Fetched> {
  const task = { kind: 'tftp' as const, host: '127.0.0.1', port, path: 'a.rom', blockSize: 512, windowSize, maxBytes };
  return windowGet('127.0.0.1', task, () => undefined);
}

it.each([
  [0, 1],
  [511, 8],
  [512, 8],
  [8 * 512, 8],
  [8 * 512 + 1, 8],
  [300_000, 16],
  [300_000, 1],
])('fetches %i bytes in windows of %i', async (size, windowSize) => {
  const bytes = randomBytes(size);
  folder.put('a.rom', bytes);
  expect(await fetchFrom(server.port, windowSize)).toMatchObject({
    kind: 'got',
    bytes: size,
    sha256: sha256(bytes),
    tftp: { blockSize: 512, windowSize },
  });
});

it('counts its blocks on beyond 65,535', async () => {
  const bytes = randomBytes(8 * 65_536 + 100);
  folder.put('a.rom', bytes);
  const task = { kind: 'tftp' as const, host: '', port: server.port, path: 'a.rom', blockSize: 8, windowSize: 16 };
  const got = await windowGet('127.0.0.1', { ...task, maxBytes: 1e7 }, () => undefined);
  expect(got).toMatchObject({ kind: 'got', sha256: sha256(bytes) });
});

it.each<[string, number, Partial<Record<Fate, number>>]>([
  ['lost', 8, { lost: 0.02 }],
  ['doubled', 8, { doubled: 0.2 }],
  ['swapped', 8, { swapped: 0.2 }],
  ['lost, doubled and swapped', 4, { lost: 0.01, doubled: 0.1, swapped: 0.1 }],
])('gets the right bytes though packets are %s', async (_, windowSize, odds) => {
  const bytes = randomBytes(60_000);
  folder.put('a.rom', bytes);
  const chance = seeded(7);
  const relay = await badRelay(server.port, () => {
    let at = chance.below(1000) / 1000;
    for (const [fate, share] of Object.entries(odds) as [Fate, number][]) if ((at -= share) < 0) return fate;
    return 'kept';
  });
  try {
    expect(await fetchFrom(relay.port, windowSize)).toMatchObject({ kind: 'got', sha256: sha256(bytes) });
  } finally {
    relay.close();
  }
});

it('tells what the server said, and stops at the bytes that it may take', async () => {
  expect(await fetchFrom(server.port, 8)).toEqual({ kind: 'refused', reason: expect.stringMatching(/not found/i) });
  folder.put('a.rom', randomBytes(9000));
  expect(await fetchFrom(server.port, 8, 4000)).toEqual({ kind: 'too-large', limit: 4000 });
});

it('believes no packet that came from another port than the first', async () => {
  const [front, real, stranger] = [createSocket('udp4'), createSocket('udp4'), createSocket('udp4')];
  await new Promise<void>((resolve) => front.bind({ address: '127.0.0.1', port: 0 }, resolve));
  const first = Buffer.alloc(512, 'a');
  front.on('message', (_, { port }) => {
    real.send(dataPacket(1, first), port, '127.0.0.1', () =>
      stranger.send(dataPacket(2, Buffer.from('wrong')), port, '127.0.0.1'),
    );
    real.on('message', () => real.send(dataPacket(2, Buffer.from('right')), port, '127.0.0.1'));
  });
  try {
    const got = await fetchFrom(front.address().port, 1);
    expect(got).toMatchObject({ kind: 'got', sha256: sha256(Buffer.concat([first, Buffer.from('right')])) });
  } finally {
    for (const socket of [front, real, stranger]) socket.close();
  }
});

function dataPacket(block: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0, 3, 0, block]), payload]);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

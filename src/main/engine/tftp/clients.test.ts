import { execFile, execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ServedFolder, serveFolder } from '../../../../test/fakes/folder-duties.ts';
import { behindBadLink } from '../../../../test/fakes/phone/bad-link.ts';
import { openPeer } from '../../../../test/fakes/phone/datagram-peer.ts';
import { tftpGet } from '../../../../test/fakes/phone/tftp-get.ts';
import type { TftpOptions } from '../../../../test/fakes/phone/tftp-wire.ts';
import { windowGet } from '../../../../test/fakes/phone/window-get.ts';
import { FileCache } from './file-cache.ts';
import { startTftpServer, type TftpServer } from './server.ts';

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

it('serves forty clients at one time, each the right bytes', async () => {
  const files = Array.from({ length: 8 }, (_, i) => ({ name: `f${i}.rom`, bytes: randomBytes(150_000 + i) }));
  for (const { name, bytes } of files) folder.put(name, bytes);
  const fetched = await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const file = files[i % files.length];
      const hash = createHash('sha256');
      const options: TftpOptions = i % 2 === 0 ? { blksize: 1428, tsize: 0 } : {};
      await tftpGet({
        address: server.address,
        port: server.port,
        name: file?.name ?? '',
        options,
        onData: (block) => hash.update(block),
      });
      return hash.digest('hex') === sha256(file?.bytes ?? Buffer.alloc(0));
    }),
  );
  expect(fetched).toEqual(fetched.map(() => true));
  expect((await folder.end(40)) && folder.ends.every(({ outcome }) => outcome === 'sent')).toBe(true);
});

it('gets a file through though every tenth acknowledgement is lost', async () => {
  const bytes = randomBytes(64_000);
  folder.put('a.rom', bytes);
  const hash = createHash('sha256');
  const lost = new Set<number>();
  const got = await tftpGet({
    address: server.address,
    port: server.port,
    name: 'a.rom',
    onData: (block) => hash.update(block),
    beforeAck: async (block) => {
      if (block % 10 !== 0 || lost.has(block)) return undefined;
      lost.add(block);
      return 'silent';
    },
  });
  expect(hash.digest('hex')).toBe(sha256(bytes));
  expect(got).toMatchObject({ kind: 'received', unasked: 0 });
});

it.each([
  ['lock-step over 1 % loss', 1, { lost: 0.01, doubled: 0, swapped: 0 }],
  ['lock-step over 5 % loss, doubled and swapped packets', 1, { lost: 0.05, doubled: 0.05, swapped: 0.05 }],
  ['in windows over 1 % loss', 8, { lost: 0.01, doubled: 0, swapped: 0 }],
  ['in windows over 5 % loss, doubled and swapped packets', 8, { lost: 0.05, doubled: 0.05, swapped: 0.05 }],
  ['in windows over swapped packets', 4, { lost: 0, doubled: 0, swapped: 0.3 }],
])('gets files through %s', async (_, windowsize, ills) => {
  const bytes = randomBytes(60_000);
  folder.put('a.rom', bytes);
  const got = await Promise.all(
    [1, 2, 3, 4].map(async (seed) => {
      const peer = await openPeer(server.address);
      const file = await windowGet(behindBadLink(peer, ills, seed), server.port, 'a.rom', windowsize);
      peer.close();
      return typeof file === 'string' ? file : file.equals(bytes);
    }),
  );
  expect(got).toEqual([true, true, true, true]);
});

it('is understood by the tftp package', async () => {
  const bytes = randomBytes(700_001);
  folder.put('a.rom', bytes);
  const tftp: { createClient(options: object): { createGetStream(name: string): NodeJS.ReadableStream } } = createRequire(
    import.meta.url,
  )('tftp');
  const client = tftp.createClient({ host: server.address, port: server.port, windowSize: 1, blockSize: 1468 });
  const hash = createHash('sha256');
  // Its streams are of an old kind and close too early for `for await`.
  await new Promise((resolve, reject) => {
    client
      .createGetStream('a.rom')
      .on('data', (chunk) => hash.update(chunk))
      .on('error', reject)
      .on('end', resolve);
  });
  expect(hash.digest('hex')).toBe(sha256(bytes));
});

it.skipIf(!hasCurl())('is understood by curl', async () => {
  const bytes = randomBytes(700_001);
  folder.put('a.rom', bytes);
  for (const options of [[], ['--tftp-no-options'], ['--tftp-blksize', '1428']]) {
    const { stdout } = await promisify(execFile)(
      'curl',
      ['-sS', '--max-time', '15', ...options, `tftp://${server.address}:${server.port}/a.rom`],
      { encoding: 'buffer', maxBuffer: 1 << 21 },
    );
    expect(stdout.equals(bytes)).toBe(true);
  }
});

function hasCurl(): boolean {
  try {
    return execFileSync('curl', ['--version'], { encoding: 'utf8' }).includes('tftp');
  } catch {
    return false;
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

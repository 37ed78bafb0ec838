import { readFile } from 'node:fs/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { Readable } from 'node:stream';
import { Header, Pax } from 'tar';
import type { Member } from './plugin-folder.ts';

const BLOCK = 512;
/** Same input, same bytes: nothing of this machine, this user or this hour goes into an archive. */
const FIXED = { uid: 0, gid: 0, uname: '', gname: '', mtime: new Date(0) };
/** RFC 1952: deflate, no name, no time, slowest compression, system unknown (zlib would write the one it runs on). */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);

/**
 * A plugin's archive: one folder `top`, its members in the order given, in a gzip whose header tells nothing.
 * No bzip2 encoder runs in process; readers of plugins take any compression.
 */
export function archiveBytes(top: string, members: readonly Member[]): AsyncIterable<Uint8Array> {
  return gzip(tar(top, members));
}

async function* tar(top: string, members: readonly Member[]): AsyncGenerator<Uint8Array> {
  yield* header(`${top}/`, 'folder', 0);
  for (const member of members) {
    const bytes = member.kind === 'file' ? await readFile(member.filePath) : Buffer.alloc(0);
    yield* header(`${top}/${member.path}${member.kind === 'folder' ? '/' : ''}`, member.kind, bytes.length);
    yield bytes;
    yield Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** A name that ustar cannot hold goes into an extended header before it. */
function* header(path: string, kind: Member['kind'], size: number): Generator<Uint8Array> {
  const fields = new Header({
    ...FIXED,
    path,
    size,
    type: kind === 'file' ? 'File' : 'Directory',
    mode: kind === 'file' ? 0o644 : 0o755,
  });
  const block = Buffer.alloc(BLOCK);
  if (fields.encode(block)) yield new Pax({ ...FIXED, path, size }).encode();
  yield block;
}

async function* gzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let [crc, size] = [0, 0];
  const counted = async function* () {
    for await (const chunk of chunks) {
      crc = crc32(chunk, crc);
      size += chunk.byteLength;
      if (chunk.byteLength > 0) yield chunk;
    }
  };
  yield GZIP_HEADER;
  const source = Readable.from(counted(), { objectMode: false });
  const deflate = createDeflateRaw({ level: 9, memLevel: 8 });
  source.on('error', (error) => deflate.destroy(error));
  deflate.on('close', () => source.destroy());
  for await (const chunk of source.pipe(deflate)) yield chunk as Uint8Array;
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  yield trailer;
}

import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import bitIterator from 'unbzip2-stream/lib/bit_iterator.js';
import bzip2 from 'unbzip2-stream/lib/bzip2.js';
import xz from 'xz-decompress';
import { isLzma, unlzma } from '../../domain/compression/lzma.ts';
import { isLzw, unlzw } from '../../domain/compression/lzw.ts';
import { PackedBytes } from '../../domain/compression/packed-bytes.ts';

/** As many as the head of `.lzma` has, which is told by all of it. */
const HEAD_BYTES = 13;
/** Bytes that a decoder gives at once: by node's 16 KiB, a firmware's way would be mostly hand-overs. */
export const PIECE = 256 * 1024;

/** A packed file as a stream of what is in it: gzip, bzip2, xz, zstd, .lzma, .Z by their first bytes, else as it is. */
export async function decompressedStream(filePath: string): Promise<Readable> {
  const head = await firstBytes(filePath, HEAD_BYTES);
  if (startsWith(head, [0x42, 0x5a, 0x68])) return Readable.from(bunzipBlocks(filePath), { objectMode: false });
  if (isLzw(head)) return Readable.from(unpackedPieces(filePath, unlzw), { objectMode: false });
  if (isLzma(head)) return Readable.from(unpackedPieces(filePath, unlzma), { objectMode: false });
  const packed = createReadStream(filePath, { highWaterMark: PIECE });
  if (startsWith(head, [0x1f, 0x8b])) return unpackedBy(createGunzip({ chunkSize: PIECE }), packed);
  if (startsWith(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a])) return unxz(packed);
  if (startsWith(head, [0x28, 0xb5, 0x2f, 0xfd])) return unpackedBy(createZstdDecompress({ chunkSize: PIECE }), packed);
  return packed;
}

async function firstBytes(filePath: string, count: number): Promise<Uint8Array> {
  const file = await open(filePath, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => head[i] === byte);
}

/** What comes out of a decoder that is fed from a stream; an error of either is told, and both are closed. */
export function unpackedBy(decoder: NodeJS.ReadWriteStream & Readable, packed: Readable): Readable {
  packed.on('error', (error) => decoder.destroy(error));
  decoder.on('close', () => packed.destroy());
  packed.pipe(decoder);
  return decoder;
}

/**
 * bzip2 block by block, at the pace of the reader: the package's own stream unpacks all it was given at once, which
 * a bomb of a few kilobytes would use to fill the memory.
 *
 * @throws Error where the data ends early or a checksum is wrong
 */
async function* bunzipBlocks(filePath: string): AsyncGenerator<Uint8Array> {
  const file = openSync(filePath, 'r');
  try {
    const packedBytes = fstatSync(file).size;
    const bits = bitIterator(() => {
      const bytes = nextBytes(file);
      if (bytes.length === 0) throw new Error('the data ends early');
      return bytes;
    });
    while (bits.bytesRead < packedBytes) {
      const blockSize = 100_000 * bzip2.header(bits);
      const work = new Int32Array(blockSize);
      let crc: number | null = 0;
      for (;;) {
        const block = new ByteCollector(blockSize);
        crc = bzip2.decompress(bits, (byte) => block.push(byte), work, blockSize, crc);
        if (crc === null) break;
        yield block.bytes();
        // A block takes some 50 ms of computing: let others run in between.
        await new Promise(setImmediate);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Piece by piece, at the pace of the reader. @throws Error what the decoder says */
async function* unpackedPieces(
  filePath: string,
  unpack: (bytes: PackedBytes) => Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const file = openSync(filePath, 'r');
  try {
    for (const piece of unpack(new PackedBytes(() => nextBytes(file)))) {
      yield piece;
      // A piece takes some milliseconds of computing: let others run in between.
      await new Promise(setImmediate);
    }
  } finally {
    closeSync(file);
  }
}

function nextBytes(file: number): Uint8Array {
  const buffer = Buffer.alloc(64 * 1024);
  return buffer.subarray(0, readSync(file, buffer));
}

/** A block is at most its declared size before run lengths are unfolded, then up to fifty times that. */
class ByteCollector {
  #buffer: Buffer;
  #length = 0;

  constructor(expected: number) {
    this.#buffer = Buffer.allocUnsafe(expected);
  }

  push(byte: number): void {
    if (this.#length === this.#buffer.length)
      this.#buffer = Buffer.concat([this.#buffer, Buffer.allocUnsafe(this.#buffer.length)]);
    this.#buffer[this.#length] = byte;
    this.#length += 1;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }
}

function unxz(packed: Readable): Readable {
  const web = new xz.XzReadableStream(Readable.toWeb(packed) as ReadableStream<Uint8Array>);
  return Readable.fromWeb(web as Parameters<typeof Readable.fromWeb>[0]);
}

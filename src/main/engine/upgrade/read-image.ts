import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { ImageFacts } from '../../../shared/contract/images.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { foreignKind } from '../../domain/upgrade/file-kind.ts';
import { type BoardTable, boardsOfType } from '../../domain/upgrade/boards.ts';
import { readMetadata } from '../../domain/upgrade/read-metadata.ts';

/** @see openwrt/fwtool `fwimage.h`: magic, CRC-32, type, three bytes of padding, size of payload and trailer; big-endian */
const MAGIC = 0x46577830;
const TRAILER = 16;
const SIGNATURE = 0;
const METADATA = 1;
/** In front of the JSON; its fields are not used by anybody. */
const METADATA_HEADER = 8;
const LARGEST = { [SIGNATURE]: 1024, [METADATA]: 30 * 1024 } as const;
/** Signature and metadata; a few more do no harm, a file made of nothing else would. */
const MOST_TRAILERS = 8;
const CHUNK = 256 * 1024;

interface Trailer {
  readonly type: number;
  readonly crc: number;
  /** Where the trailer itself begins, in bytes from the beginning: its CRC is of all before. */
  readonly at: number;
  readonly payload: Buffer;
}

/**
 * What an image says of itself, and whether it is whole by its own checksum. An image that says nothing is taken at its
 * type's word, where the table knows it. The file is never in memory as a whole.
 *
 * @throws ProvdeskError `images.not-firmware`, `images.damaged`, `images.file-unreadable`
 */
export async function readImage(filePath: string, name: string, type: string, table: BoardTable): Promise<ImageFacts> {
  const file = await open(filePath, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(64);
    await file.read(head, 0, head.length, 0);
    const kind = foreignKind(head, name);
    if (kind !== undefined) throw new ProvdeskError('images.not-firmware', { name, kind });
    const trailers = await readTrailers(file, size);
    await checkWhole(file, trailers, name);
    const metadata = trailers.find((trailer) => trailer.type === METADATA);
    const signed = trailers.some((trailer) => trailer.type === SIGNATURE);
    const read = metadata && readMetadata(metadata.payload.toString('utf8', METADATA_HEADER));
    if (read && !read.ok) throw new ProvdeskError('images.not-firmware', { name, kind: read.reason });
    const facts = read?.facts ?? NOTHING;
    if (facts.boards.length > 0) return { ...facts, signed };
    const boards = boardsOfType(type, table);
    return { ...facts, boards, boardsFrom: boards.length > 0 ? 'table' : 'nothing', signed };
  } finally {
    await file.close();
  }
}

const NOTHING: Omit<ImageFacts, 'signed'> = {
  boards: [],
  boardsFrom: 'nothing',
  compatVersion: '1.0',
  compatMessage: null,
  distribution: null,
  version: null,
  revision: null,
  target: null,
};

interface Readable {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
}

/** From the end backwards, as each ends where the next one begins. */
async function readTrailers(file: Readable, size: number): Promise<Trailer[]> {
  const found: Trailer[] = [];
  let end = size;
  while (found.length < MOST_TRAILERS && end > TRAILER) {
    const head = await readAt(file, end - TRAILER, TRAILER);
    if (head.length < TRAILER || head.readUInt32BE(0) !== MAGIC) return found;
    const type = head.readUInt8(8);
    const length = head.readUInt32BE(12);
    const most = type === SIGNATURE || type === METADATA ? LARGEST[type] : 0;
    if (length < TRAILER || length > most + TRAILER || length > end) return found;
    const payload = await readAt(file, end - length, length - TRAILER);
    found.push({ type, crc: head.readUInt32BE(4), at: end - TRAILER, payload });
    end -= length;
  }
  return found;
}

/** Each trailer's checksum is of all that stands before it, so one pass over the file tells for all. */
async function checkWhole(file: Readable, trailers: readonly Trailer[], name: string): Promise<void> {
  let position = 0;
  let crc = 0;
  for (const trailer of trailers.toSorted((a, b) => a.at - b.at)) {
    while (position < trailer.at) {
      const chunk = await readAt(file, position, Math.min(CHUNK, trailer.at - position));
      if (chunk.length === 0) break;
      crc = crc32(chunk, crc);
      position += chunk.length;
    }
    const actual = (crc ^ 0xffffffff) >>> 0;
    if (actual === trailer.crc) continue;
    const hex = (value: number) => value.toString(16).padStart(8, '0');
    throw new ProvdeskError('images.damaged', { name, expected: hex(trailer.crc), actual: hex(actual) });
  }
}

async function readAt(file: Readable, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}

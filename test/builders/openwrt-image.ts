import { crc32 } from 'node:zlib';

export interface ImageWish {
  readonly boards?: readonly string[];
  readonly version?: string;
  readonly revision?: string;
  readonly target?: string;
  readonly compatVersion?: string;
  readonly compatMessage?: string;
  /** Bytes in front of the trailer. */
  readonly size?: number;
  /** Leaves out what the image says of itself. */
  readonly bare?: boolean;
}

const MAGIC = 0x46577830;
const METADATA = 1;
const SIGNATURE = 0;
const TRAILER = 16;
const HEADER = 8;

/** An image as OpenWrt builds it: bytes, then what it says of itself. Its bytes are of its version, so that no two are alike. */
export function anOpenWrtImage(wish: ImageWish = {}): Buffer {
  const { version = '23.05.5', revision = 'r24106-10cc5fcd00', target = 'ramips/mt7621', size = 300_000 } = wish;
  const body = Buffer.alloc(size, `${version} ${revision} `);
  if (wish.bare) return body;
  return withTrailer(
    body,
    METADATA,
    Buffer.concat([Buffer.alloc(HEADER), Buffer.from(JSON.stringify(metadata(wish, version, revision, target)))]),
  );
}

/** Adds a signature, which comes after what it signs. */
export function signed(image: Buffer): Buffer {
  return withTrailer(image, SIGNATURE, Buffer.from('untrusted comment: signed by a test\n'));
}

function metadata(wish: ImageWish, version: string, revision: string, target: string): object {
  const { boards = ['example,ap-1-v2'], compatVersion = '1.0', compatMessage } = wish;
  const newer = compatVersion !== '1.0';
  return {
    metadata_version: '1.1',
    compat_version: compatVersion,
    ...(compatMessage === undefined ? {} : { compat_message: compatMessage }),
    ...(newer ? { new_supported_devices: boards } : {}),
    supported_devices: newer ? [...boards, 'Image version mismatch: use -n, please'] : boards,
    version: { dist: 'OpenWrt', version, revision, target, board: boards[0] ?? '' },
  };
}

/** @see openwrt/fwtool `fwimage.h`: magic, CRC-32 of all before it, type, padding, size; big-endian */
function withTrailer(before: Buffer, type: number, payload: Buffer): Buffer {
  const all = Buffer.concat([before, payload]);
  const trailer = Buffer.alloc(TRAILER);
  trailer.writeUInt32BE(MAGIC, 0);
  trailer.writeUInt32BE((crc32(all) ^ 0xffffffff) >>> 0, 4);
  trailer.writeUInt8(type, 8);
  trailer.writeUInt32BE(payload.length + TRAILER, 12);
  return Buffer.concat([all, trailer]);
}

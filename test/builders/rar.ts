import { crc32 } from 'node:zlib';

/**
 * A RAR 2.9 archive with its members stored as they are: enough for a reader, and no tool that writes RAR is free.
 * Blocks: marker, archive header, one file header with data a member, end. Directories: attribute bit and no data.
 */
export function rarBytes(members: readonly { path: string; content: string | Uint8Array; mode?: number }[]): Buffer {
  const marker = Buffer.from([0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x00]);
  const archiveHeader = block(0x73, 0, Buffer.alloc(6));
  const files = members.flatMap(({ path, content, mode = 0o100644 }) => {
    const body = Buffer.from(content);
    const name = Buffer.from(path.replaceAll('/', '\\'), 'latin1');
    const fields = Buffer.alloc(25);
    fields.writeUInt32LE(body.length, 0);
    fields.writeUInt32LE(body.length, 4);
    fields.writeUInt8(3, 8); // Made on Unix.
    fields.writeUInt32LE(crc32(body), 9);
    fields.writeUInt32LE(0x50210000, 13);
    fields.writeUInt8(29, 17);
    fields.writeUInt8(0x30, 18); // Stored.
    fields.writeUInt16LE(name.length, 19);
    fields.writeUInt32LE(mode, 21);
    return [block(0x74, 0x8000, Buffer.concat([fields, name])), body];
  });
  return Buffer.concat([marker, archiveHeader, ...files, Buffer.from([0xc4, 0x3d, 0x7b, 0x00, 0x40, 0x07, 0x00])]);
}

/** A header: the low half of the CRC-32 of what follows it, type, flags, its own size. */
function block(type: number, flags: number, fields: Buffer): Buffer {
  const header = Buffer.alloc(7 + fields.length);
  header.writeUInt8(type, 2);
  header.writeUInt16LE(flags, 3);
  header.writeUInt16LE(header.length, 5);
  fields.copy(header, 7);
  header.writeUInt16LE(crc32(header.subarray(2)) & 0xffff, 0);
  return header;
}

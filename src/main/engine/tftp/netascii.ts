import type { Content } from './file-cache.ts';

const CR = 0x0d;
const LF = 0x0a;
const NUL = 0x00;
const STEP_BYTES = 16 * 1024;

/**
 * A file as netascii sends it: LF as CR LF, a CR of the file as CR NUL. Reads the file once through to know its
 * size. The result can only be read onwards, block after block.
 *
 * @see RFC 1350 §1, RFC 764 (NVT)
 */
export async function netasciiContent(file: Content): Promise<Content> {
  let size = file.size;
  for (let position = 0; position < file.size; position += STEP_BYTES) {
    size += countLineBytes(await file.read(position, Math.min(STEP_BYTES, file.size - position)));
  }

  let readTo = 0;
  let ready: Uint8Array = new Uint8Array(0);
  return {
    size,
    async read(_position, length) {
      while (ready.length < length && readTo < file.size) {
        const raw = await file.read(readTo, Math.min(STEP_BYTES, file.size - readTo));
        readTo += raw.length;
        ready = Buffer.concat([ready, toNetascii(raw)]);
      }
      const block = ready.subarray(0, length);
      ready = ready.subarray(length);
      return block;
    },
    release: () => file.release(),
  };
}

export function toNetascii(bytes: Uint8Array): Uint8Array {
  const converted = new Uint8Array(bytes.length + countLineBytes(bytes));
  let at = 0;
  for (const byte of bytes) {
    if (byte === LF) converted[at++] = CR;
    converted[at++] = byte;
    if (byte === CR) converted[at++] = NUL;
  }
  return converted;
}

function countLineBytes(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === LF || byte === CR) count += 1;
  return count;
}

const CR = 0x0d;
const LF = 0x0a;
const NUL = 0x00;

/** No text that a device reads is longer. What is goes out as it is, for it is firmware asked for in the wrong mode. */
export const NETASCII_MAX_BYTES = 1024 * 1024;

/**
 * A text as netascii sends it: LF as CR LF, a CR of the file as CR NUL. Undefined for bytes with a NUL in them: those
 * are no text, and a firmware that was converted is a broken one.
 *
 * @see RFC 1350 §1, RFC 764 (NVT)
 */
export function toNetascii(bytes: Uint8Array): Uint8Array | undefined {
  let size = bytes.length;
  for (const byte of bytes) {
    if (byte === NUL) return undefined;
    if (byte === LF || byte === CR) size += 1;
  }
  const converted = new Uint8Array(size);
  let at = 0;
  for (const byte of bytes) {
    if (byte === LF) converted[at++] = CR;
    converted[at++] = byte;
    if (byte === CR) converted[at++] = NUL;
  }
  return converted;
}

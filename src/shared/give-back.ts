/**
 * Frees the memory of bytes that nobody needs any more, at once: theirs are gone then. Left to the collector, the chunks
 * of a fast download have it run all the time, a fifth of all computing. Bytes that are a part of something larger stay.
 */
export function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

import type { PackedBytes } from './packed-bytes.ts';

const FEWEST_BITS = 9;
const MOST_BITS = 16;
/** Where the tool may do so, this code empties the table. */
const CLEAR = 256;
/** The longest string is as long as the table is large. */
const PIECE = 128 * 1024;

/** `.Z`, as compress writes it. */
export function isLzw(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x9d;
}

/**
 * Unpacks what compress packed, in pieces of at most 128 KiB. The format has neither a length nor a checksum: what is
 * cut just ends.
 *
 * @throws Error where the data ends within its head or is damaged
 * @see ncompress 5 (compress42.c)
 */
export function* unlzw(bytes: PackedBytes): Generator<Uint8Array> {
  if (bytes.byte() !== 0x1f || bytes.byte() !== 0x9d) throw damaged('it does not begin as .Z does');
  const flags = bytes.byte();
  const mostBits = flags & 0x1f;
  const maySayClear = (flags & 0x80) !== 0;
  if (mostBits < FEWEST_BITS || mostBits > MOST_BITS) throw damaged(`it has codes of ${mostBits} bits`);
  const codes = new CodeReader(bytes);
  const parents = new Uint16Array(1 << mostBits);
  const lastBytes = new Uint8Array(1 << mostBits);
  const reversed = new Uint8Array((1 << mostBits) + 1);
  const first = maySayClear ? CLEAR + 1 : CLEAR;
  let size = first;
  // The newest string is that of the code before and one byte more, which the next code brings.
  let unfinished = false;
  let piece = new Uint8Array(PIECE);
  let length = 0;
  for (;;) {
    const code = codes.next();
    if (code === undefined) break;
    if (code >= size) throw damaged('a code means nothing');
    if (code === CLEAR && maySayClear) {
      codes.restart(FEWEST_BITS);
      size = first;
      unfinished = false;
      continue;
    }
    let count = 0;
    let at = code;
    for (; at >= CLEAR; at = parents[at] ?? 0) {
      reversed[count] = lastBytes[at] ?? 0;
      count += 1;
    }
    reversed[count] = at;
    count += 1;
    if (unfinished) {
      lastBytes[size - 1] = at;
      if (code === size - 1) reversed[0] = at;
    }
    if (length + count > PIECE) {
      yield piece.subarray(0, length);
      piece = new Uint8Array(PIECE);
      length = 0;
    }
    for (let i = count - 1; i >= 0; i -= 1, length += 1) piece[length] = reversed[i] ?? 0;
    unfinished = size < parents.length;
    if (!unfinished) continue;
    parents[size] = code;
    size += 1;
    if (size > 1 << codes.width && codes.width < mostBits) codes.restart(codes.width + 1);
  }
  if (length > 0) yield piece.subarray(0, length);
}

/** Codes of one width, the lowest bits first. They are written eight at a time, and what is left of eight is skipped. */
class CodeReader {
  width = FEWEST_BITS;
  readonly #bytes: PackedBytes;
  readonly #eight = new Uint8Array(MOST_BITS + 2);
  #bits = 0;
  #at = 0;

  constructor(bytes: PackedBytes) {
    this.#bytes = bytes;
  }

  /** Nothing at the end; less than a code that is left there is padding. */
  next(): number | undefined {
    if (this.#at === this.#bits) this.#fill();
    if (this.#at + this.width > this.#bits) return undefined;
    const byte = this.#at >> 3;
    const three = (this.#eight[byte] ?? 0) | ((this.#eight[byte + 1] ?? 0) << 8) | ((this.#eight[byte + 2] ?? 0) << 16);
    const code = (three >> (this.#at & 7)) & ((1 << this.width) - 1);
    this.#at += this.width;
    return code;
  }

  restart(width: number): void {
    this.width = width;
    this.#at = this.#bits;
  }

  #fill(): void {
    let count = 0;
    for (; count < this.width && !this.#bytes.ended; count += 1) this.#eight[count] = this.#bytes.byte();
    this.#bits = count * 8;
    this.#at = 0;
  }
}

function damaged(reason: string): Error {
  return new Error(`the data is damaged: ${reason}`);
}

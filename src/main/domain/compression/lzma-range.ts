import type { PackedBytes } from './packed-bytes.ts';

const EVEN = 1024;
const PROBABILITY_BITS = 11;
const ADAPTS_BY = 5;
const SMALLEST_RANGE = 2 ** 24;

/** Probabilities of so many bits, each even at first, in 2048ths for a zero. */
export function evenOdds(count: number): Uint16Array {
  return new Uint16Array(count).fill(EVEN);
}

/** LZMA's range decoder. @see LZMA specification, “Range Decoder” */
export class RangeDecoder {
  readonly #bytes: PackedBytes;
  #range = 0xffffffff;
  #code: number;

  /** @throws Error where the data ends early or is damaged */
  constructor(bytes: PackedBytes) {
    this.#bytes = bytes;
    const zero = bytes.byte();
    this.#code = ((bytes.byte() << 24) | (bytes.byte() << 16) | (bytes.byte() << 8) | bytes.byte()) >>> 0;
    if (zero !== 0 || this.#code === this.#range) throw new Error('the data is damaged: it does not begin as LZMA does');
  }

  /** Whether the encoder could have ended here. */
  get isAtEnd(): boolean {
    return this.#code === 0;
  }

  bit(odds: Uint16Array, at: number): 0 | 1 {
    const zero = odds[at] ?? EVEN;
    const bound = (this.#range >>> PROBABILITY_BITS) * zero;
    const bit = this.#code < bound ? 0 : 1;
    if (bit === 0) {
      this.#range = bound;
      odds[at] = zero + ((2 ** PROBABILITY_BITS - zero) >> ADAPTS_BY);
    } else {
      this.#range -= bound;
      this.#code -= bound;
      odds[at] = zero - (zero >> ADAPTS_BY);
    }
    if (this.#range < SMALLEST_RANGE) this.#widen();
    return bit;
  }

  /** A number of so many bits, the highest first, each with odds by those before it. */
  tree(odds: Uint16Array, start: number, bits: number): number {
    let node = 1;
    for (let i = 0; i < bits; i += 1) node = (node << 1) | this.bit(odds, start + node);
    return node - (1 << bits);
  }

  /** The same, the lowest bit first. */
  reverseTree(odds: Uint16Array, start: number, bits: number): number {
    let node = 1;
    let value = 0;
    for (let i = 0; i < bits; i += 1) {
      const bit = this.bit(odds, start + node);
      node = (node << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  /** A number of so many bits of even odds, the highest first. */
  direct(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i += 1) {
      this.#range = Math.floor(this.#range / 2);
      const bit = this.#code < this.#range ? 0 : 1;
      if (bit === 1) this.#code -= this.#range;
      value = value * 2 + bit;
      if (this.#range < SMALLEST_RANGE) this.#widen();
    }
    return value;
  }

  #widen(): void {
    this.#range *= 256;
    this.#code = ((this.#code << 8) | this.#bytes.byte()) >>> 0;
  }
}

/** How long a match is beyond the shortest: by one of three trees, for 8, 8 and 256 lengths. */
export class LengthDecoder {
  readonly #choice = evenOdds(2);
  readonly #low = evenOdds(16 << 3);
  readonly #mid = evenOdds(16 << 3);
  readonly #high = evenOdds(256);

  read(range: RangeDecoder, place: number): number {
    if (range.bit(this.#choice, 0) === 0) return range.tree(this.#low, place << 3, 3);
    if (range.bit(this.#choice, 1) === 0) return 8 + range.tree(this.#mid, place << 3, 3);
    return 16 + range.tree(this.#high, 0, 8);
  }
}

import { evenOdds, LengthDecoder, RangeDecoder } from './lzma-range.ts';
import { LzmaWindow } from './lzma-window.ts';
import type { PackedBytes } from './packed-bytes.ts';

/** The tools' largest ordinary window is 64 MiB; more than this would take the memory of a small laptop. */
const LARGEST_WINDOW = 256 * 2 ** 20;
const SMALLEST_WINDOW = 4096;
const HEAD_BYTES = 13;
const UNKNOWN_SIZE = 2n ** 64n - 1n;
/** As xz has it, which tells the format by how unlikely it is that anything else begins so. */
const LARGEST_CREDIBLE = 2n ** 38n;

/**
 * Whether it begins as `.lzma` does, which has no signature: sensible properties, a window of 2^n or 2^n + 2^(n-1)
 * bytes, a size that is unknown or credible.
 *
 * @see xz 5.4 (alone_decoder.c)
 */
export function isLzma(head: Uint8Array): boolean {
  if (head.length < HEAD_BYTES) return false;
  const { properties, window, size } = readHead(head);
  const isPower = (value: number) => value >= 1 && Number.isInteger(Math.log2(value));
  // A smaller one nobody writes, and a tar whose first member has a name of two letters looks like one.
  const isWindow = window >= SMALLEST_WINDOW && (isPower(window) || isPower(window / 3) || window === 0xffffffff);
  return properties < 9 * 5 * 5 && isWindow && (size === UNKNOWN_SIZE || size < LARGEST_CREDIBLE);
}

/**
 * Unpacks LZMA in its old container, `.lzma`, in pieces of at most 128 KiB.
 *
 * @throws Error where the data ends early, is damaged, or needs a window of more than 256 MiB
 * @see LZMA specification (Igor Pavlov, 2015)
 */
export function* unlzma(bytes: PackedBytes): Generator<Uint8Array> {
  const head = readHead(Uint8Array.from({ length: HEAD_BYTES }, () => bytes.byte()));
  if (head.properties >= 9 * 5 * 5) throw damaged('it does not begin as .lzma does');
  const size = head.size === UNKNOWN_SIZE ? Number.POSITIVE_INFINITY : Number(head.size);
  const needed = Math.max(SMALLEST_WINDOW, Math.min(head.window, size));
  if (needed > LARGEST_WINDOW) throw new Error(`it needs a window of ${Math.ceil(needed / 2 ** 20)} MiB`);
  const window = new LzmaWindow(needed);
  const decoder = new LzmaDecoder(new RangeDecoder(bytes), window, head.properties);
  let left = 0;
  for (;;) {
    if (window.room === 0) yield window.take();
    if (left > 0) {
      const count = Math.min(left, window.room);
      window.repeat(decoder.distance, count);
      left -= count;
      continue;
    }
    if (window.position === size && decoder.mayEnd) break;
    const step = decoder.next();
    if (step === 'end') break;
    left = step;
    if (window.position + left > size) throw damaged('it is longer than it says');
  }
  if (window.position < size && size !== Number.POSITIVE_INFINITY) throw new Error('the data ends early');
  yield window.take();
}

function readHead(head: Uint8Array): { properties: number; window: number; size: bigint } {
  const view = new DataView(head.buffer, head.byteOffset, HEAD_BYTES);
  return { properties: view.getUint8(0), window: view.getUint32(1, true), size: view.getBigUint64(5, true) };
}

const STATES = 12;
/** From this state on the byte before came from a match. */
const AFTER_MATCH = 7;
const PLACES = 16;
const SHORTEST_MATCH = 2;
const SLOT_BITS = 6;
/** Distances from this slot on have even bits in their middle. */
const FAR_SLOT = 14;
const ALIGN_BITS = 4;
const END_MARK = 0xffffffff;

/** What comes next, by the names of the specification: IsRep is `isAgain`, rep0 to rep3 are `distance` and `#earlier`. */
class LzmaDecoder {
  /** How far back the last match refers. */
  distance = 1;
  readonly #range: RangeDecoder;
  readonly #window: LzmaWindow;
  readonly #contextBits: number;
  readonly #literalMask: number;
  readonly #placeMask: number;
  readonly #literals: Uint16Array;
  readonly #isMatch = evenOdds(STATES * PLACES);
  readonly #isAgain = evenOdds(STATES);
  readonly #isEarlier = [evenOdds(STATES), evenOdds(STATES), evenOdds(STATES)] as const;
  readonly #isLong = evenOdds(STATES * PLACES);
  readonly #slots = [0, 1, 2, 3].map(() => evenOdds(1 << SLOT_BITS));
  readonly #near = evenOdds(1 + 128 - FAR_SLOT);
  readonly #align = evenOdds(1 << ALIGN_BITS);
  readonly #lengths = new LengthDecoder();
  readonly #lengthsAgain = new LengthDecoder();
  #earlier: [number, number, number] = [1, 1, 1];
  #state = 0;

  constructor(range: RangeDecoder, window: LzmaWindow, properties: number) {
    this.#range = range;
    this.#window = window;
    this.#contextBits = properties % 9;
    const literalBits = Math.floor(properties / 9) % 5;
    this.#literalMask = (1 << literalBits) - 1;
    this.#placeMask = (1 << Math.floor(properties / 45)) - 1;
    this.#literals = evenOdds(0x300 << (this.#contextBits + literalBits));
  }

  /** Whether it may be over where its size says so; else an end mark follows. */
  get mayEnd(): boolean {
    return this.#range.isAtEnd;
  }

  /** Puts a byte and gives 0, or gives how many bytes are to be repeated from `distance` back, or the end. */
  next(): number | 'end' {
    const range = this.#range;
    const place = this.#window.position & this.#placeMask;
    if (range.bit(this.#isMatch, this.#state * PLACES + place) === 0) {
      this.#putLiteral();
      return 0;
    }
    const isAgain = range.bit(this.#isAgain, this.#state) === 1;
    const count = isAgain ? this.#again(place) : this.#match(place);
    if (count === 'end') return count;
    if (!this.#window.reaches(this.distance)) throw damaged('it refers to what was not there');
    return count;
  }

  #putLiteral(): void {
    const window = this.#window;
    const context = ((window.position & this.#literalMask) << this.#contextBits) + (window.back(1) >> (8 - this.#contextBits));
    const start = 0x300 * context;
    let symbol = 1;
    if (this.#state >= AFTER_MATCH) {
      for (let matched = window.back(this.distance); symbol < 0x100; matched <<= 1) {
        const expected = (matched >> 7) & 1;
        const bit = this.#range.bit(this.#literals, start + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#range.bit(this.#literals, start + symbol);
    window.put(symbol & 0xff);
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #match(place: number): number | 'end' {
    const [first, second] = this.#earlier;
    this.#earlier = [this.distance, first, second];
    const length = this.#lengths.read(this.#range, place);
    const distance = this.#readDistance(length);
    if (distance === END_MARK) {
      if (!this.#range.isAtEnd) throw damaged('its end is wrong');
      return 'end';
    }
    this.distance = distance + 1;
    this.#state = this.#state < AFTER_MATCH ? 7 : 10;
    return length + SHORTEST_MATCH;
  }

  /** A match at one of the last four distances. */
  #again(place: number): number {
    const range = this.#range;
    const state = this.#state;
    const [first, second, third] = this.#earlier;
    if (range.bit(this.#isEarlier[0], state) === 0) {
      if (range.bit(this.#isLong, state * PLACES + place) === 0) {
        this.#state = state < AFTER_MATCH ? 9 : 11;
        return 1;
      }
    } else if (range.bit(this.#isEarlier[1], state) === 0) {
      this.#earlier = [this.distance, second, third];
      this.distance = first;
    } else if (range.bit(this.#isEarlier[2], state) === 0) {
      this.#earlier = [this.distance, first, third];
      this.distance = second;
    } else {
      this.#earlier = [this.distance, first, second];
      this.distance = third;
    }
    const length = this.#lengthsAgain.read(range, place);
    this.#state = state < AFTER_MATCH ? 8 : 11;
    return length + SHORTEST_MATCH;
  }

  #readDistance(length: number): number {
    const range = this.#range;
    const slots = this.#slots[Math.min(length, 3)] ?? evenOdds(1 << SLOT_BITS);
    const slot = range.tree(slots, 0, SLOT_BITS);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const distance = (2 | (slot & 1)) * 2 ** bits;
    if (slot < FAR_SLOT) return distance + range.reverseTree(this.#near, distance - slot, bits);
    const middle = range.direct(bits - ALIGN_BITS) * 2 ** ALIGN_BITS;
    return distance + middle + range.reverseTree(this.#align, 0, ALIGN_BITS);
  }
}

function damaged(reason: string): Error {
  return new Error(`the data is damaged: ${reason}`);
}

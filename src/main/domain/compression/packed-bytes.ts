/** Packed bytes, one after another, however they come: what a decoder reads from. */
export class PackedBytes {
  readonly #more: () => Uint8Array;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;

  /** `more` gives the next bytes, and an empty array once there are none. */
  constructor(more: () => Uint8Array) {
    this.#more = more;
  }

  /** @throws Error where none is left: the data ends early */
  byte(): number {
    if (this.#at === this.#chunk.length && this.ended) throw new Error('the data ends early');
    const byte = this.#chunk[this.#at] ?? 0;
    this.#at += 1;
    return byte;
  }

  /** Whether no byte is left. */
  get ended(): boolean {
    if (this.#at < this.#chunk.length) return false;
    this.#chunk = this.#more();
    this.#at = 0;
    return this.#chunk.length === 0;
  }
}

const PIECE = 128 * 1024;

/** The bytes that matches refer to, and which of them nobody has taken yet: at most 128 KiB. */
export class LzmaWindow {
  /** Bytes that were put, of all that ever were. */
  position = 0;
  readonly #bytes: Uint8Array;
  #at = 0;
  #taken = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  /** How many bytes can be put before `take` must be called. */
  get room(): number {
    return Math.min(this.#bytes.length - this.#at, PIECE - (this.#at - this.#taken));
  }

  put(byte: number): void {
    this.#bytes[this.#at] = byte;
    this.#at += 1;
    this.position += 1;
  }

  /** The byte so many places before the next; 0 before the first. */
  back(distance: number): number {
    const at = this.#at - distance;
    return this.#bytes[at < 0 ? at + this.#bytes.length : at] ?? 0;
  }

  /** Whether a match may refer so far back. */
  reaches(distance: number): boolean {
    return distance <= this.position && distance <= this.#bytes.length;
  }

  /** Puts again what stands so far back, byte by byte, as it may overlap what is put. */
  repeat(distance: number, count: number): void {
    for (let i = 0; i < count; i += 1) this.put(this.back(distance));
  }

  take(): Uint8Array {
    const piece = this.#bytes.slice(this.#taken, this.#at);
    if (this.#at === this.#bytes.length) this.#at = 0;
    this.#taken = this.#at;
    return piece;
  }
}

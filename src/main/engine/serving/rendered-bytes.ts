/** Two thousand phones of which each has a configuration of its own, of 16 KiB. */
const BUDGET_BYTES = 32 * 1024 * 1024;
/** What an entry takes beside its bytes. */
const ENTRY_BYTES = 512;

type Bytes = Uint8Array<ArrayBuffer>;

/** Rendered configurations by their digest: equal ones are there once, for however many devices. The least lately used go. */
export class RenderedBytes {
  readonly #budget: number;
  readonly #onLost: (sha256: string) => void;
  /** The least lately used first. */
  readonly #bytes = new Map<string, Bytes>();
  #taken = 0;

  /** `onLost`: these bytes are not here any more. */
  constructor(onLost: (sha256: string) => void, budget = BUDGET_BYTES) {
    this.#onLost = onLost;
    this.#budget = budget;
  }

  get count(): number {
    return this.#bytes.size;
  }

  find(sha256: string): Bytes | undefined {
    const bytes = this.#bytes.get(sha256);
    if (!bytes) return undefined;
    this.#bytes.delete(sha256);
    this.#bytes.set(sha256, bytes);
    return bytes;
  }

  /** What came last stays, however large. */
  keep(sha256: string, bytes: Bytes): void {
    if (this.find(sha256)) return;
    this.#bytes.set(sha256, bytes);
    this.#taken += takenBy(bytes);
    for (const [oldest, others] of this.#bytes) {
      if (this.#taken <= this.#budget || oldest === sha256) break;
      this.#bytes.delete(oldest);
      this.#taken -= takenBy(others);
      this.#onLost(oldest);
    }
  }
}

function takenBy({ byteLength }: Bytes): number {
  return byteLength + ENTRY_BYTES;
}

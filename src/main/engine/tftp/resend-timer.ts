/** RFC 6298 begins with 1 s and stays above it, for the Internet. On a LAN a lost packet should cost a few round trips. */
const INITIAL_MS = 250;
const FLOOR_MS = 50;
const CEILING_MS = 4000;

/**
 * How long to wait for an answer before sending again: measured round trips, doubled with every resend.
 * The caller gives samples of packets that were sent once only (Karn's rule).
 *
 * @see RFC 6298 §2, §5
 */
export class ResendTimer {
  readonly #ceiling: number;
  #smoothed: number | null = null;
  #variation = 0;
  #current: number;

  /** `ceiling` in milliseconds: the client's own `timeout` option, where it gave one. */
  constructor(ceiling: number | null) {
    this.#ceiling = ceiling ?? CEILING_MS;
    this.#current = Math.min(INITIAL_MS, this.#ceiling);
  }

  /** Milliseconds. */
  get timeout(): number {
    return this.#current;
  }

  /** The smoothed round trip in milliseconds, 0 before the first sample. */
  get roundTrip(): number {
    return this.#smoothed ?? 0;
  }

  sample(roundTrip: number): void {
    if (this.#smoothed === null) {
      this.#smoothed = roundTrip;
      this.#variation = roundTrip / 2;
    } else {
      this.#variation = 0.75 * this.#variation + 0.25 * Math.abs(this.#smoothed - roundTrip);
      this.#smoothed = 0.875 * this.#smoothed + 0.125 * roundTrip;
    }
    this.#current = Math.min(Math.max(this.#smoothed + 4 * this.#variation, FLOOR_MS), this.#ceiling);
  }

  backOff(): void {
    this.#current = Math.min(this.#current * 2, this.#ceiling);
  }
}

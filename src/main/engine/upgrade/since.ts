interface Clocks {
  /** The computer's clock, which people and networks set. */
  now(): number;
  /** One that nobody sets. It may stand still while the computer sleeps. */
  ticks(): number;
}

/** How long ago something was, in milliseconds, as far as two clocks tell together. */
export class Since {
  readonly #clocks: Clocks;
  readonly #at: number;
  readonly #before: number;
  readonly #ticks: number;

  private constructor(clocks: Clocks, at: number, before: number) {
    this.#clocks = clocks;
    this.#at = at;
    this.#before = before;
    this.#ticks = clocks.ticks();
  }

  static thisMoment(clocks: Clocks): Since {
    return new Since(clocks, clocks.now(), 0);
  }

  /** Something that a former engine wrote down: until now only the computer's clock tells. */
  static written(at: number, clocks: Clocks): Since {
    return new Since(clocks, at, Math.max(0, clocks.now() - at));
  }

  /** Whatever the clock was set to meanwhile. */
  get atLeast(): number {
    return this.#before + this.#clocks.ticks() - this.#ticks;
  }

  /** With what the computer slept. */
  get atMost(): number {
    return Math.max(this.atLeast, this.#clocks.now() - this.#at);
  }
}

interface Clocks {
  /** The computer's clock, which people and networks set. */
  now(): number;
  /** One that nobody sets. It may stand still while the computer sleeps. */
  ticks(): number;
}

/** How long ago something was, in milliseconds, as far as two clocks tell together. */
export class Since {
  /**
   * This engine was there. What a former one wrote down is measured by the computer's clock alone, and that may have been set
   * meanwhile without a trace.
   */
  readonly isMeasured: boolean;
  readonly #clocks: Clocks;
  readonly #at: number;
  /** As the computer's clock told at first; negative where it was set back since. */
  readonly #before: number;
  readonly #ticks: number;

  private constructor(clocks: Clocks, at: number, isMeasured: boolean) {
    this.isMeasured = isMeasured;
    this.#clocks = clocks;
    this.#at = at;
    this.#before = isMeasured ? 0 : clocks.now() - at;
    this.#ticks = clocks.ticks();
  }

  static thisMoment(clocks: Clocks): Since {
    return new Since(clocks, clocks.now(), true);
  }

  /** Something that a former engine wrote down. */
  static written(at: number, clocks: Clocks): Since {
    return new Since(clocks, at, false);
  }

  /** From now on, where nothing is known of before. */
  get atLeast(): number {
    return Math.max(0, this.#before) + this.#clocks.ticks() - this.#ticks;
  }

  /** With what the computer slept. Infinite where its clock says that it is yet to come. */
  get atMost(): number {
    return this.#before < 0 ? Number.POSITIVE_INFINITY : Math.max(this.atLeast, this.#clocks.now() - this.#at);
  }
}

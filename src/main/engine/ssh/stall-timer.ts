/** Tells when nothing has moved for so long. */
export class StallTimer {
  readonly elapsed: Promise<'stalled'>;
  readonly #milliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  #fire: () => void = () => undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.elapsed = new Promise((resolve) => {
      this.#fire = () => resolve('stalled');
    });
    this.restart();
  }

  /** Something moved. */
  restart(): void {
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(this.#fire, this.#milliseconds);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

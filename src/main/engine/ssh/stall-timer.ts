/** What keep-alives send in as long is less. In bytes. */
const LEAST = 4096;

/**
 * Tells when nothing has moved for so long. Beside who restarts it, the connection is asked: a piece may wait while the pieces of
 * other channels go out before it, or while what a large window took at once is still on its way.
 */
export class StallTimer {
  readonly elapsed: Promise<'stalled'>;
  readonly #milliseconds: number;
  readonly #sent: () => number;
  #before: number;
  #timer: NodeJS.Timeout | undefined;
  #fire: () => void = () => undefined;

  /** @param sent bytes that have left, whoever's they were */
  constructor(milliseconds: number, sent: () => number) {
    this.#milliseconds = milliseconds;
    this.#sent = sent;
    this.#before = sent();
    this.elapsed = new Promise((resolve) => {
      this.#fire = () => resolve('stalled');
    });
    this.restart();
  }

  /** Something moved. */
  restart(): void {
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#look(), this.#milliseconds);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const sent = this.#sent();
    const moved = sent - this.#before >= LEAST;
    this.#before = sent;
    if (moved) this.restart();
    else this.#fire();
  }
}

import { endedBy } from '../network/exchange.ts';

/** Waits for one thing after another: for each so many milliseconds, and for none once the signal fires. */
export class Patience {
  readonly #signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  #giveUp: ((error: Error) => void) | undefined;
  readonly #abort = (): void => this.#giveUp?.(endedBy(this.#signal));

  /** `late` says what to throw; it is asked once it is late. */
  constructor(milliseconds: number, signal: AbortSignal, late: () => Error) {
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#giveUp?.(late()), milliseconds);
    signal.addEventListener('abort', this.#abort);
  }

  /** One at a time. @throws what the work does, what `late` says, or why the signal fired */
  async until<T>(work: Promise<T>): Promise<T> {
    // One timer for all: a download has thousands of these waits.
    this.#timer.refresh();
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#giveUp = reject;
        if (this.#signal.aborted) this.#abort();
        work.then(resolve, reject);
      });
    } finally {
      this.#giveUp = undefined;
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#abort);
  }
}

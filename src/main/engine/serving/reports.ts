import type { Report } from './messages.ts';

/** Longest that the engine waits to hear of a request, in milliseconds, as long as it keeps up. */
const EVERY_MS = 50;
const LARGEST_BATCH = 1000;
/** A request leaves up to three: a campus that boots leaves them faster than the engine takes them in. Some 20 MB. */
const MOST_WAITING = 60_000;

/**
 * What the engine hears of requests that it was not asked about, and how all of them went: in order, and one batch at
 * a time, so that of a storm most waits here and the engine has time for its other work.
 */
export class Reports {
  readonly #post: (reports: readonly Report[]) => void;
  #waiting: Report[] = [];
  #isUnderWay = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(post: (reports: readonly Report[]) => void) {
    this.#post = post;
  }

  /** The engine cannot follow: whoever adds more has to wait for it. */
  get isFull(): boolean {
    return this.#waiting.length >= MOST_WAITING;
  }

  add(report: Report): void {
    this.#waiting.push(report);
    this.#sendSoon();
  }

  /** The engine has taken the last batch in. */
  noted(): void {
    this.#isUnderWay = false;
    if (this.#waiting.length > 0) this.#sendSoon();
  }

  /** Everything, at the end. */
  flush(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length > 0) this.#post(this.#waiting);
    this.#waiting = [];
  }

  #sendSoon(): void {
    if (!this.#isUnderWay) this.#timer ??= setTimeout(() => this.#send(), EVERY_MS);
  }

  #send(): void {
    this.#timer = undefined;
    this.#isUnderWay = true;
    this.#post(this.#waiting.splice(0, LARGEST_BATCH));
  }
}

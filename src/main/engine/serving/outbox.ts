/** Where messages of one turn of the event loop are gathered: with hundreds of phones, what crosses threads is the dear part. */
export class Outbox<T> {
  readonly #post: (messages: readonly T[]) => void;
  #waiting: T[] = [];

  constructor(post: (messages: readonly T[]) => void) {
    this.#post = post;
  }

  /** Goes out at the end of this turn, in order. */
  tell(message: T): void {
    this.#waiting.push(message);
    if (this.#waiting.length === 1) setImmediate(() => this.flush());
  }

  flush(): void {
    const messages = this.#waiting;
    if (messages.length === 0) return;
    this.#waiting = [];
    this.#post(messages);
  }
}

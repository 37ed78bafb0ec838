import { ResendTimer } from './resend-timer.ts';
import { GIVE_UP_MS } from './transfer.ts';

/**
 * What to do with what came. `write`: these are the next bytes, acknowledge them when they are safe. `last` is a `write`
 * after which nothing comes. `acknowledge`: say again how far we are. After `too-large` and `gave-up` nothing more comes.
 */
export type ReceiveStep = 'wait' | 'write' | 'last' | 'acknowledge' | 'too-large' | 'gave-up';

/**
 * One file on its way from one client, lock-step, without socket, file or clock. The acknowledgement of a block goes out
 * again on the timer, and when its DATA comes again: then it was lost.
 *
 * @see RFC 1350 §2, §6
 */
export class ReceiveTransfer {
  readonly #blockSize: number;
  readonly #maxBytes: number;
  readonly #timer: ResendTimer;
  /** The block that was written last; 0 is the request. */
  #block = 0;
  #bytes = 0;
  #isWriting = false;
  #sentAt: number;
  #progressAt: number;

  /** `timeout` in milliseconds: the client's own, where it gave one. */
  constructor(blockSize: number, maxBytes: number, timeout: number | null, now: number) {
    this.#blockSize = blockSize;
    this.#maxBytes = maxBytes;
    this.#timer = new ResendTimer(timeout);
    this.#sentAt = this.#progressAt = now;
  }

  /** Bytes that came in order. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The 16 bits that the wire has for the block that was written last. */
  get acknowledged(): number {
    return this.#block & 0xffff;
  }

  /** When `tick` is due, in the milliseconds that were given as `now`. */
  get wakeAt(): number {
    return Math.min(this.#sentAt + this.#timer.timeout, this.#progressAt + GIVE_UP_MS);
  }

  /** `length` of the payload. */
  data(number: number, length: number, now: number): ReceiveStep {
    if (this.#isWriting) return 'wait';
    if (number === this.acknowledged && this.#block > 0) return 'acknowledge';
    if (!this.#isNext(number) || length > this.#blockSize) return 'wait';
    if (this.#bytes + length > this.#maxBytes) return 'too-large';
    this.#isWriting = true;
    this.#block += 1;
    this.#bytes += length;
    this.#progressAt = now;
    return length < this.#blockSize ? 'last' : 'write';
  }

  /** The bytes of the last `write` are safe, and the acknowledgement goes out now. */
  written(now: number): void {
    this.#isWriting = false;
    this.#sentAt = now;
  }

  tick(now: number): ReceiveStep {
    if (this.#isWriting || now < this.wakeAt) return 'wait';
    if (now >= this.#progressAt + GIVE_UP_MS) return 'gave-up';
    this.#timer.backOff();
    this.#sentAt = now;
    return 'acknowledge';
  }

  /** After 65,535 some count on with 0 and some with 1: what comes next tells. */
  #isNext(number: number): boolean {
    const next = (this.#block + 1) & 0xffff;
    if (number === next) return true;
    if (next !== 0 || number !== 1) return false;
    this.#block += 1;
    return true;
  }
}

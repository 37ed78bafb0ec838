import type { Agreement } from './options.ts';
import { ResendTimer } from './resend-timer.ts';

/**
 * What the owner of the socket has to do now. `send`: the blocks from `firstToSend` to `lastToSend`.
 * After `complete` and `gave-up` nothing more comes.
 */
export type Step = 'wait' | 'send' | 'complete' | 'gave-up';

/** To which number a device's counter goes after 65,535. No standard says; most go to 0. */
export type Rollover = 0 | 1;

/** Without a new acknowledgement for this long the client is given up. Longer than the patience of any phone known. */
export const GIVE_UP_MS = 30_000;

/**
 * One file on its way to one client, without socket, file or clock: acknowledgements and the time go in, steps come
 * out, and nothing is allocated on the way. Blocks count from 1 and on beyond 65,535; the OACK is block 0.
 *
 * Lock-step DATA goes out again on the timer only, never because of a repeated ACK, which would double every packet
 * that follows (the Sorcerer's Apprentice). In a window a repeated or partial ACK is the client's word that a block is
 * missing, and is heard once for each loss.
 *
 * @see RFC 1350 §2, §6; RFC 1123 §4.2.3.1; RFC 7440 §4
 */
export class ReadTransfer {
  readonly #size: number;
  readonly #blockSize: number;
  readonly #window: number;
  readonly #lastBlock: number;
  readonly #rollover: Rollover;
  readonly #timer: ResendTimer;
  #acked: number;
  #first: number;
  #last: number;
  /** Highest block that ever went out. */
  #highest: number;
  /** Packets that went out again, in all. */
  #repeats = 0;
  #sentAt = 0;
  #resent = false;
  /** What was acknowledged when a repeated ACK last made us go back. */
  #wentBackAt = -1;
  #progressAt = 0;
  #ended = false;

  /** `size` in bytes. */
  constructor(size: number, agreement: Agreement, rollover: Rollover) {
    this.#size = size;
    this.#blockSize = agreement.blockSize;
    this.#window = agreement.window;
    // A file of an exact multiple ends with an empty block.
    this.#lastBlock = Math.floor(size / agreement.blockSize) + 1;
    this.#rollover = rollover;
    this.#timer = new ResendTimer(agreement.timeout);
    this.#acked = agreement.acknowledged.size > 0 ? -1 : 0;
    this.#first = this.#last = this.#highest = this.#acked;
  }

  get firstToSend(): number {
    return this.#first;
  }

  get lastToSend(): number {
    return this.#last;
  }

  /** Bytes that the client has acknowledged. */
  get ackedBytes(): number {
    return Math.min(Math.max(this.#acked, 0) * this.#blockSize, this.#size);
  }

  /** Packets that went out again, in all. */
  get repeats(): number {
    return this.#repeats;
  }

  /** When `tick` is due, in the milliseconds that were given as `now`. */
  get wakeAt(): number {
    return Math.min(this.#sentAt + this.#timer.timeout, this.#progressAt + GIVE_UP_MS);
  }

  positionOf(block: number): number {
    return (block - 1) * this.#blockSize;
  }

  lengthOf(block: number): number {
    return Math.min(this.#blockSize, this.#size - this.positionOf(block));
  }

  /** The 16 bits that the wire has for a block. */
  numberOf(block: number): number {
    return this.#rollover === 0 || block === 0 ? block & 0xffff : ((block - 1) % 0xffff) + 1;
  }

  start(now: number): Step {
    this.#progressAt = now;
    return this.#advance(now);
  }

  acknowledge(number: number, now: number): Step {
    if (this.#ended) return 'wait';
    const distance = this.#distanceTo(number);
    if (distance === 0) return this.#repeated(now);
    // Stale, or for a block that was never sent: nothing new is known.
    if (distance > this.#highest - this.#acked) return 'wait';
    this.#acked += distance;
    this.#progressAt = now;
    if (!this.#resent) this.#timer.sample(now - this.#sentAt);
    if (this.#acked < this.#lastBlock) return this.#advance(now);
    this.#ended = true;
    return 'complete';
  }

  tick(now: number): Step {
    if (this.#ended || now < this.wakeAt) return 'wait';
    if (now >= this.#progressAt + GIVE_UP_MS) {
      this.#ended = true;
      return 'gave-up';
    }
    this.#timer.backOff();
    return this.#advance(now);
  }

  /** How many blocks beyond the acknowledged one a number stands for. What is not ahead of it comes out too large. */
  #distanceTo(number: number): number {
    if (this.#rollover === 0) return (number - this.#acked) & 0xffff;
    // 0 is the OACK's; no block of a counter that goes to 1 has it.
    if (number === 0) return this.#acked <= 0 ? -this.#acked : 0xffff;
    return (number - (this.#acked % 0xffff) + 0xffff) % 0xffff;
  }

  #repeated(now: number): Step {
    if (this.#window === 1 || this.#highest === this.#acked || this.#wentBackAt === this.#acked) return 'wait';
    // News of a loss takes a round trip; what comes sooner is the last acknowledgement, doubled on the way.
    if (now - this.#sentAt < this.#timer.roundTrip / 2) return 'wait';
    this.#wentBackAt = this.#acked;
    return this.#advance(now);
  }

  /** Everything behind the last acknowledgement, as far as the window goes. */
  #advance(now: number): Step {
    this.#first = this.#acked + 1;
    // The OACK is answered before any DATA goes out.
    this.#last = this.#acked < 0 ? 0 : Math.min(this.#acked + this.#window, this.#lastBlock);
    // Of what went out twice nobody knows which one was answered (Karn's rule).
    this.#resent = this.#first <= this.#highest;
    if (this.#resent) this.#repeats += Math.min(this.#highest, this.#last) - this.#first + 1;
    this.#highest = Math.max(this.#highest, this.#last);
    this.#sentAt = now;
    return 'send';
  }
}

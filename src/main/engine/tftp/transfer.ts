import type { Outcome } from '../../../shared/contract/journal.ts';
import type { Agreement } from './options.ts';
import { ERROR_UNDEFINED, type Packet } from './packet.ts';
import { ResendTimer } from './resend-timer.ts';

/** What the owner of the socket has to do now, in this order. */
export type TransferAction =
  | { readonly kind: 'send-oack' }
  /** `block` counts from 1 and on beyond 65,535. */
  | { readonly kind: 'send-data'; readonly block: number; readonly position: number; readonly length: number }
  | { readonly kind: 'send-error'; readonly code: number; readonly message: string }
  /** The last action of a transfer. */
  | { readonly kind: 'end'; readonly outcome: Outcome; readonly reason: string | null };

/** Without a new acknowledgement for this long the client is given up. Longer than the patience of any phone known. */
const GIVE_UP_MS = 30_000;
/** Blocks that may be on their way at once: lock-step, RFC 1350. */
const WINDOW = 1;

/**
 * One file on its way to one client, without socket, file or clock: packets and the time go in, actions come out.
 * The OACK counts as block 0. DATA goes out again on the timer only, never because of a repeated ACK, which
 * would double every packet that follows (the Sorcerer's Apprentice).
 *
 * @see RFC 1350 §2, §6; RFC 1123 §4.2.3.1
 */
export class ReadTransfer {
  readonly #size: number;
  readonly #blockSize: number;
  readonly #lastBlock: number;
  readonly #timer: ResendTimer;
  #acked: number;
  /** Highest block that went out. */
  #sent: number;
  #sentAt = 0;
  #resent = false;
  #progressAt = 0;
  #ended = false;

  /** `size` in bytes. */
  constructor(size: number, agreement: Agreement) {
    this.#size = size;
    this.#blockSize = agreement.blockSize;
    // A file of an exact multiple ends with an empty block.
    this.#lastBlock = Math.floor(size / agreement.blockSize) + 1;
    this.#timer = new ResendTimer(agreement.timeout);
    this.#acked = agreement.acknowledged.size > 0 ? -1 : 0;
    this.#sent = this.#acked;
  }

  /** Highest block that the client has; what is above may have to go out again. */
  get ackedBlock(): number {
    return this.#acked;
  }

  /** Bytes that the client has acknowledged. */
  get ackedBytes(): number {
    return Math.min(Math.max(this.#acked, 0) * this.#blockSize, this.#size);
  }

  /** When `tick` is due, in the milliseconds that were given as `now`. */
  get wakeAt(): number {
    return Math.min(this.#sentAt + this.#timer.timeout, this.#progressAt + GIVE_UP_MS);
  }

  start(now: number): TransferAction[] {
    this.#progressAt = now;
    return this.#advance(now);
  }

  receive(packet: Packet, now: number): TransferAction[] {
    if (this.#ended) return [];
    if (packet.kind === 'error')
      return this.#end('aborted', `the client sent error ${packet.code}: ${packet.message.slice(0, 200)}`);
    if (packet.kind !== 'ack') return [];
    const distance = (packet.block - this.#acked) & 0xffff;
    // Stale, repeated, or for a block that was never sent: nothing new is known.
    if (distance < 1 || distance > this.#sent - this.#acked) return [];
    this.#acked += distance;
    this.#progressAt = now;
    if (!this.#resent) this.#timer.sample(now - this.#sentAt);
    return this.#acked === this.#lastBlock ? this.#end('sent', null) : this.#advance(now);
  }

  tick(now: number): TransferAction[] {
    if (this.#ended || now < this.wakeAt) return [];
    if (now >= this.#progressAt + GIVE_UP_MS) {
      const seconds = Math.round(GIVE_UP_MS / 1000);
      return [
        { kind: 'send-error', code: ERROR_UNDEFINED, message: 'timed out' },
        ...this.#end('timed-out', `no acknowledgement for ${seconds} s`),
      ];
    }
    this.#timer.backOff();
    this.#resent = true;
    this.#sentAt = now;
    return this.#blocks(this.#acked + 1, this.#sent);
  }

  #advance(now: number): TransferAction[] {
    const from = this.#sent + 1;
    // The OACK is answered before any DATA goes out.
    this.#sent = this.#sent < 0 ? 0 : Math.min(this.#acked + WINDOW, this.#lastBlock);
    this.#sentAt = now;
    this.#resent = false;
    return this.#blocks(from, this.#sent);
  }

  #blocks(from: number, to: number): TransferAction[] {
    const actions: TransferAction[] = [];
    for (let block = from; block <= to; block += 1) {
      const position = (block - 1) * this.#blockSize;
      actions.push(
        block === 0
          ? { kind: 'send-oack' }
          : { kind: 'send-data', block, position, length: Math.min(this.#blockSize, this.#size - position) },
      );
    }
    return actions;
  }

  #end(outcome: Outcome, reason: string | null): TransferAction[] {
    this.#ended = true;
    return [{ kind: 'end', outcome, reason }];
  }
}

import type { RequestPacket } from './packet.ts';
import type { RunningTransfer } from './session.ts';
import { type Client, keyOf } from './transfer-socket.ts';

export interface GuestLimits {
  /** Transfers at one time, also those that still wait for their answer. Each holds a socket. */
  readonly transfers: number;
  readonly transfersPerAddress: number;
  /** Milliseconds in which an equal request from the same port is the same one, doubled on its way. */
  readonly doubledWithin: number;
}

/** A client that is attended to. */
export interface Guest {
  readonly client: Client;
  /** The request's bytes, to know it again. */
  readonly asked: Buffer;
  /** In milliseconds of `performance.now`. */
  readonly askedAt: number;
  /** It has acknowledged something. */
  hasAnswered: boolean;
  /** The same request has come again, at that time. */
  askedAgainAt?: number;
  readonly ip: string;
  /** When nothing runs for it any more. */
  readonly over: PromiseWithResolvers<void>;
  /** Once its transfer runs. */
  transfer?: RunningTransfer;
  /** Why nobody waits for the answer any more. */
  gone?: 'superseded' | 'stopped';
}

/**
 * What to do with a request: `anew` may end a former transfer of that client; one that comes `too-soon` is not answered,
 * as what its port asked before still waits for the engine, and the client asks again.
 */
export type Admission = 'anew' | 'repeated' | 'full' | 'too-soon';

/** So soon before its transfer ended well, a repeated request was the client's next one, and overtook its last acknowledgement. */
const OVERTAKEN_MS = 100;

/** Who is attended to, by address and port: a request that comes twice is one transfer. */
export class Guests {
  readonly #limits: GuestLimits;
  readonly #guests = new Map<string, Guest>();
  /** All for which something runs, also those whose port has asked anew since. */
  readonly #attended = new Set<Guest>();

  constructor(limits: GuestLimits) {
    this.#limits = limits;
  }

  all(): Guest[] {
    return [...this.#guests.values()];
  }

  at(client: Client): Guest | undefined {
    return this.#guests.get(keyOf(client));
  }

  /** `now` in milliseconds of `performance.now`. */
  admit(client: Client, ip: string, bytes: Buffer, now: number): Admission {
    const former = this.at(client);
    if (former?.asked.equals(bytes) && this.#isRepetition(former, now)) {
      // Before anything went out to it, the client cannot have finished: this is the request itself, doubled.
      if (former.transfer) former.askedAgainAt = now;
      return 'repeated';
    }
    if (!this.#isFull(ip, former)) return 'anew';
    return former ? 'too-soon' : 'full';
  }

  enter(client: Client, ip: string, bytes: Buffer, now: number): Guest {
    // A copy: the bytes received lie in a large buffer that would otherwise stay.
    const asked = Buffer.from(bytes);
    const guest: Guest = { client, asked, askedAt: now, ip, hasAnswered: false, over: Promise.withResolvers() };
    this.#guests.set(keyOf(client), guest);
    this.#attended.add(guest);
    return guest;
  }

  leave(guest: Guest): void {
    guest.over.resolve();
    this.#attended.delete(guest);
    if (this.at(guest.client) === guest) this.#guests.delete(keyOf(guest.client));
  }

  /** After a transfer that ended well: its client has asked for the same file again meanwhile, and waits. */
  wantsAgain({ askedAgainAt }: Guest, now: number): boolean {
    return askedAgainAt !== undefined && now - askedAgainAt < OVERTAKEN_MS;
  }

  /**
   * The same request again: doubled on its way, or by a client whose answer was lost and which the transfer's own timer
   * serves. One that has acknowledged something has restarted: boot loaders ask from the same port each time.
   */
  #isRepetition(former: Guest, now: number): boolean {
    if (former.gone === 'superseded') return false;
    return !former.hasAnswered || now - former.askedAt < this.#limits.doubledWithin;
  }

  /** A `former` whose transfer runs makes room: it ends at once. One that still waits for its answer takes up its place. */
  #isFull(ip: string, former: Guest | undefined): boolean {
    let [all, fromThere] = [0, 0];
    for (const guest of this.#attended) {
      if (guest === former && guest.transfer) continue;
      all += 1;
      if (guest.ip === ip) fromThere += 1;
    }
    return all >= this.#limits.transfers || fromThere >= this.#limits.transfersPerAddress;
  }
}

/** What a request brings with it. */
export interface Asked {
  readonly packet: RequestPacket;
  readonly bytes: Buffer;
  readonly client: Client;
}

import { performance } from 'node:perf_hooks';
import type { Outcome } from '../../../shared/contract/journal.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { Agreement } from './options.ts';
import { ackedNumber, ERROR_UNDEFINED, formatError, formatOack, HEADER_BYTES, parsePacket, writeDataHeader } from './packet.ts';
import { type Content, FileChanged } from './shared-file.ts';
import { GIVE_UP_MS, ReadTransfer, type Rollover, type Step } from './transfer.ts';
import { type Client, openTransferSocket, type TransferSocket } from './transfer-socket.ts';

/** What one transfer runs by. Plain data: it crosses threads. */
export interface Terms {
  /** The address that the client asked. */
  readonly localAddress: string;
  readonly client: Client;
  readonly agreement: Agreement;
  readonly rollover: Rollover;
}

/** Who follows a session. */
export interface SessionWatch {
  /** `total` in bytes, as this client will get them. */
  begin(total: number): void;
  /** Bytes that the client has. */
  progress(acked: number): void;
  /** So many more packets went out a second time. */
  resent(packets: number): void;
  /** The last word. The socket is closed and the content released. */
  end(outcome: Outcome, reason: string | null): void;
}

export interface RunningTransfer {
  /** Ends as `aborted`, and tells the client where it still waits for this file. */
  abort(reason: string, tell: boolean): void;
}

/** From a port of its own. Rejects where no socket is to be had, and has released the content then. */
export async function startSession(terms: Terms, content: Content, watch: SessionWatch): Promise<RunningTransfer> {
  try {
    return runSession(await openTransferSocket(terms.localAddress, terms.client), terms, content, watch);
  } catch (error) {
    content.release();
    throw error;
  }
}

/** Owns socket and content. */
export function runSession(socket: TransferSocket, terms: Terms, content: Content, watch: SessionWatch): RunningTransfer {
  const session = new Session(socket, terms, content, watch);
  watch.begin(content.size);
  session.start();
  return session;
}

/** One running transfer: the state machine joined to its socket, its file and the clock. Owns the socket and the content. */
class Session implements RunningTransfer {
  readonly #socket: TransferSocket;
  readonly #terms: Terms;
  readonly #content: Content;
  readonly #watch: SessionWatch;
  readonly #transfer: ReadTransfer;
  /** The one packet that DATA is written into, as long as the kernel has taken the former one. */
  #packet: Buffer;
  /** The next block to go out, of those that the transfer wants sent. */
  #next = 0;
  #toldRepeats = 0;
  #loading = false;
  /** The client was silent: look whether it is there at all. */
  #inDoubt = false;
  #timer: NodeJS.Timeout | undefined;
  #timerDueAt = 0;
  #ended = false;

  constructor(socket: TransferSocket, terms: Terms, content: Content, watch: SessionWatch) {
    this.#socket = socket;
    this.#terms = terms;
    this.#content = content;
    this.#watch = watch;
    this.#transfer = new ReadTransfer(content.size, terms.agreement, terms.rollover);
    this.#packet = this.#newPacket();
  }

  start(): void {
    this.#socket.listen((bytes) => this.#receive(bytes), this.#lost);
    this.#perform(this.#transfer.start(performance.now()));
  }

  abort(reason: string, tell: boolean): void {
    if (tell) this.#send(formatError(ERROR_UNDEFINED, reason));
    this.#end('aborted', reason);
  }

  #receive(bytes: Buffer): void {
    if (this.#ended) return;
    const number = ackedNumber(bytes);
    if (number < 0) return this.#receiveOther(bytes);
    const step = this.#transfer.acknowledge(number, performance.now());
    if (step === 'wait') return;
    this.#inDoubt = false;
    this.#watch.progress(this.#transfer.ackedBytes);
    this.#perform(step);
  }

  #receiveOther(bytes: Buffer): void {
    const packet = parsePacket(bytes);
    if (packet.kind !== 'error') return;
    this.#end('aborted', `the client sent error ${packet.code}: ${packet.message.slice(0, 200)}`);
  }

  #perform(step: Step): void {
    if (step === 'complete') return this.#end('sent', null);
    if (step === 'gave-up') {
      this.#send(formatError(ERROR_UNDEFINED, 'timed out'));
      return this.#end('timed-out', `no acknowledgement for ${Math.round(GIVE_UP_MS / 1000)} s`);
    }
    if (step === 'send') {
      this.#next = this.#transfer.firstToSend;
      this.#tellRepeats();
      this.#pump();
    }
    this.#arm();
  }

  #tellRepeats(): void {
    const more = this.#transfer.repeats - this.#toldRepeats;
    if (more === 0) return;
    this.#toldRepeats += more;
    this.#watch.resent(more);
  }

  /** One timer that mostly finds nothing to do and sets itself again: cheaper than a new one for every packet. */
  #arm(): void {
    const wakeAt = this.#transfer.wakeAt;
    if (this.#ended || (this.#timer && this.#timerDueAt <= wakeAt)) return;
    clearTimeout(this.#timer);
    this.#timerDueAt = wakeAt;
    this.#timer = setTimeout(this.#wake, Math.max(1, Math.ceil(wakeAt - performance.now())));
  }

  /** Not before what has come meanwhile is read: after a busy moment the acknowledgement often waits in the socket. */
  readonly #wake = (): void => {
    setImmediate(this.#tick);
  };

  readonly #tick = (): void => {
    this.#timer = undefined;
    this.#inDoubt = true;
    if (!this.#ended) this.#perform(this.#transfer.tick(performance.now()));
  };

  /** Sends on to the last block that is wanted, or to the first whose bytes have to be waited for. */
  #pump(): void {
    while (!this.#loading && !this.#ended && this.#next <= this.#transfer.lastToSend) {
      if (this.#next === 0) this.#send(formatOack(this.#terms.agreement.acknowledged));
      else if (!this.#sendBlock(this.#next)) return this.#load(this.#next);
      this.#next += 1;
    }
  }

  #sendBlock(block: number): boolean {
    const length = this.#transfer.lengthOf(block);
    if (!this.#content.copy(this.#transfer.positionOf(block), length, this.#packet, HEADER_BYTES)) return false;
    writeDataHeader(this.#packet, this.#transfer.numberOf(block));
    const size = HEADER_BYTES + length;
    const packet = size === this.#packet.length ? this.#packet : this.#packet.subarray(0, size);
    // In a window each packet is told what became of the one before, and only the last may leave it to the socket. To
    // listen to every packet would cost a tenth of the speed.
    if (this.#inDoubt) this.#socket.send(packet, this.#lost);
    else this.#socket.send(packet);
    // Not taken yet: what waits in the queue must not be written over. In lock-step it was taken: it is acknowledged.
    if (this.#terms.agreement.window > 1 && !this.#socket.isFlushed()) this.#packet = this.#newPacket();
    return true;
  }

  #load(block: number): void {
    this.#loading = true;
    this.#content.load(this.#transfer.positionOf(block), this.#transfer.lengthOf(block)).then(
      () => {
        this.#loading = false;
        this.#pump();
      },
      (error: unknown) => {
        const words = error instanceof FileChanged ? `${error.message}, ask again` : 'the file cannot be read';
        this.#send(formatError(ERROR_UNDEFINED, words));
        this.#end('failed', reasonOf(error));
      },
    );
  }

  #newPacket(): Buffer {
    return Buffer.allocUnsafeSlow(HEADER_BYTES + Math.min(this.#terms.agreement.blockSize, this.#content.size));
  }

  #send(packet: Buffer): void {
    if (!this.#ended) this.#socket.send(packet, this.#lost);
  }

  readonly #lost = (error: NodeJS.ErrnoException | null): void => {
    // Other errors, such as an unplugged cable, may pass: the timer decides.
    if (error?.code !== 'ECONNREFUSED' && error?.code !== 'ECONNRESET') return;
    // Nobody listens on the client's port any more. What it sent before it left is read first, in the loop's next turn.
    setImmediate(() => setImmediate(() => this.#end('aborted', 'the client closed its port')));
  };

  #end(outcome: Outcome, reason: string | null): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#socket.close();
    this.#content.release();
    this.#watch.end(outcome, reason);
  }
}

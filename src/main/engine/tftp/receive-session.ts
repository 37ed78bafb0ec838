import { performance } from 'node:perf_hooks';
import type { Outcome } from '../../../shared/contract/journal.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { Agreement } from './options.ts';
import { ERROR_DISK_FULL, ERROR_UNDEFINED, formatAck, formatError, formatOack, parsePacket } from './packet.ts';
import { ReceiveTransfer, type ReceiveStep } from './receive-transfer.ts';
import type { ReceivedFile } from './received-file.ts';
import type { RunningTransfer } from './session.ts';
import { GIVE_UP_MS } from './transfer.ts';
import type { TransferSocket } from './transfer-socket.ts';

/** How long the last acknowledgement is said again where the client did not hear it. @see RFC 1350 §6 */
const DALLY_MS = 2000;

/** Who follows it. */
export interface ReceiveWatch {
  /** What became of the file. `kept`: its path, where it came whole. */
  end(outcome: Outcome, reason: string | null, bytes: number, kept: string | null): void;
  /** The socket is closed; somewhat later, where the client may not have heard the last acknowledgement. */
  closed(): void;
}

export interface ReceiveTerms {
  readonly agreement: Agreement;
  readonly maxBytes: number;
}

/** Takes a file in. Owns socket and file. */
export function runReceiveSession(
  socket: TransferSocket,
  terms: ReceiveTerms,
  file: ReceivedFile,
  watch: ReceiveWatch,
): RunningTransfer {
  const session = new ReceiveSession(socket, terms, file, watch);
  session.start();
  return session;
}

class ReceiveSession implements RunningTransfer {
  readonly #socket: TransferSocket;
  readonly #terms: ReceiveTerms;
  readonly #file: ReceivedFile;
  readonly #watch: ReceiveWatch;
  readonly #transfer: ReceiveTransfer;
  #timer: NodeJS.Timeout | undefined;
  #state: 'running' | 'dallying' | 'ended' = 'running';

  constructor(socket: TransferSocket, terms: ReceiveTerms, file: ReceivedFile, watch: ReceiveWatch) {
    this.#socket = socket;
    this.#terms = terms;
    this.#file = file;
    this.#watch = watch;
    const { blockSize, timeout } = terms.agreement;
    this.#transfer = new ReceiveTransfer(blockSize, terms.maxBytes, timeout, performance.now());
  }

  start(): void {
    // A client that is gone sends nothing: the timer finds out.
    this.#socket.listen((bytes) => this.#receive(bytes), ignore);
    this.#acknowledge();
    this.#arm();
  }

  abort(reason: string, tell: boolean): void {
    if (this.#state === 'dallying') return this.#close();
    if (tell) this.#socket.send(formatError(ERROR_UNDEFINED, reason), ignore);
    this.#over('aborted', reason);
  }

  #receive(bytes: Buffer): void {
    const packet = parsePacket(bytes);
    if (this.#state === 'ended') return;
    if (packet.kind === 'error' && this.#state === 'running') {
      this.#over('aborted', `the client sent error ${packet.code}: ${packet.message.slice(0, 200)}`);
    } else if (packet.kind === 'data') {
      const step = this.#transfer.data(packet.block, packet.payload.length, performance.now());
      this.#perform(step, packet.payload);
    }
  }

  #perform(step: ReceiveStep, payload: Buffer): void {
    switch (step) {
      case 'wait':
        return;
      case 'acknowledge':
        return this.#acknowledge();
      case 'write':
      case 'last':
        // A copy: the bytes received lie in a buffer that the next packet may take.
        void this.#take(Buffer.from(payload), step === 'last');
        return;
      case 'too-large':
        this.#socket.send(formatError(ERROR_DISK_FULL, 'the file is larger than is allowed'), ignore);
        return this.#over('refused', `larger than ${this.#terms.maxBytes} bytes`);
      case 'gave-up':
        this.#socket.send(formatError(ERROR_UNDEFINED, 'timed out'), ignore);
        return this.#over('timed-out', `no data for ${Math.round(GIVE_UP_MS / 1000)} s`);
      default:
        step satisfies never;
    }
  }

  /** What is acknowledged is written, and at the end on the disk under its name. */
  async #take(payload: Buffer, isLast: boolean): Promise<void> {
    try {
      await this.#file.write(payload);
      if (this.#state !== 'running') return;
      const kept = isLast ? await this.#file.keep() : undefined;
      this.#transfer.written(performance.now());
      this.#acknowledge();
      if (kept !== undefined) this.#whole(kept);
    } catch (error) {
      if (this.#state !== 'running') return;
      this.#socket.send(formatError(ERROR_DISK_FULL, 'the file cannot be kept'), ignore);
      this.#over('failed', reasonOf(error));
    }
  }

  #acknowledge(): void {
    const { agreement } = this.#terms;
    const isFirst = this.#transfer.bytes === 0 && this.#transfer.acknowledged === 0;
    const oack = isFirst && agreement.acknowledged.size > 0;
    this.#socket.send(oack ? formatOack(agreement.acknowledged) : formatAck(this.#transfer.acknowledged), ignore);
  }

  #whole(kept: string): void {
    if (this.#state !== 'running') return;
    this.#state = 'dallying';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#close(), DALLY_MS);
    this.#watch.end('sent', null, this.#transfer.bytes, kept);
  }

  #arm(): void {
    this.#timer = setTimeout(
      () => {
        if (this.#state !== 'running') return;
        this.#perform(this.#transfer.tick(performance.now()), Buffer.alloc(0));
        if (this.#state === 'running') this.#arm();
      },
      Math.max(20, Math.ceil(this.#transfer.wakeAt - performance.now())),
    );
  }

  #over(outcome: Outcome, reason: string): void {
    if (this.#state !== 'running') return;
    this.#close();
    void this.#file.discard().then(ignore, ignore); // What could not be removed is named as a part, and served to nobody.
    this.#watch.end(outcome, reason, this.#transfer.bytes, null);
  }

  #close(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearTimeout(this.#timer);
    this.#socket.close();
    this.#watch.closed();
  }
}

function ignore(): void {}

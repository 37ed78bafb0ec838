import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Outcome } from '../../../shared/contract/journal.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { RequestWatch } from '../serving/duties.ts';
import type { Content } from './file-cache.ts';
import type { Agreement } from './options.ts';
import { ERROR_UNDEFINED, formatData, formatError, formatOack, parsePacket } from './packet.ts';
import { ReadTransfer, type TransferAction } from './transfer.ts';

export interface Client {
  readonly address: string;
  readonly port: number;
}

export interface Job {
  readonly client: Client;
  readonly content: Content;
  readonly agreement: Agreement;
  readonly watch: RequestWatch;
}

/**
 * A port of the transfer's own (its TID), on the address that the client asked. Connected: the kernel drops what
 * strangers send to it, and a client that is gone shows at once.
 *
 * @see RFC 1350 §4
 */
export async function openTransferSocket(localAddress: string, client: Client): Promise<Socket> {
  const socket = createSocket(isIPv6(localAddress) ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address: localAddress, port: 0, exclusive: true }, () => {
        socket.connect(client.port, client.address, (error?: Error) => (error ? reject(error) : resolve()));
      });
    });
    socket.removeAllListeners('error');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** One running transfer: the state machine joined to its socket, its file and the clock. Owns the socket and the content. */
export class Session {
  readonly #socket: Socket;
  readonly #job: Job;
  readonly #onEnd: () => void;
  readonly #transfer: ReadTransfer;
  /** Blocks on their way, as they were sent: a lost one goes out again without another read. */
  readonly #unacked = new Map<number, Buffer | 'reading'>();
  #timer: NodeJS.Timeout | undefined;
  #timerDueAt = 0;
  #ended = false;

  constructor(socket: Socket, job: Job, onEnd: () => void) {
    this.#socket = socket;
    this.#job = job;
    this.#onEnd = onEnd;
    this.#transfer = new ReadTransfer(job.content.size, job.agreement);
  }

  start(): void {
    this.#socket.on('error', this.#lost);
    this.#socket.on('message', (bytes, from) => this.#receive(bytes, from));
    this.#job.watch.begin(this.#job.content.size);
    this.#perform(this.#transfer.start(performance.now()));
  }

  /** Tells the client, and ends as `aborted`. */
  abort(reason: string): void {
    this.#send(formatError(ERROR_UNDEFINED, reason));
    this.#end('aborted', reason);
  }

  #receive(bytes: Buffer, from: RemoteInfo): void {
    const { client, watch } = this.#job;
    // What strangers sent before the socket was connected may still be in its queue.
    if (this.#ended || from.port !== client.port || from.address !== client.address) return;
    const actions = this.#transfer.receive(parsePacket(bytes), performance.now());
    if (actions.length === 0) return;
    for (const block of this.#unacked.keys()) if (block <= this.#transfer.ackedBlock) this.#unacked.delete(block);
    watch.progress(this.#transfer.ackedBytes);
    this.#perform(actions);
  }

  #perform(actions: readonly TransferAction[]): void {
    for (const action of actions) {
      if (action.kind === 'send-oack') this.#send(formatOack(this.#job.agreement.acknowledged));
      else if (action.kind === 'send-data') this.#sendBlock(action);
      else if (action.kind === 'send-error') this.#send(formatError(action.code, action.message));
      else this.#end(action.outcome, action.reason);
    }
    if (!this.#ended) this.#arm();
  }

  /** One timer that mostly finds nothing to do and sets itself again: cheaper than a new one for every packet. */
  #arm(): void {
    const wakeAt = this.#transfer.wakeAt;
    if (this.#timer && this.#timerDueAt <= wakeAt) return;
    clearTimeout(this.#timer);
    this.#timerDueAt = wakeAt;
    this.#timer = setTimeout(() => this.#wake(), Math.max(1, Math.ceil(wakeAt - performance.now())));
  }

  #wake(): void {
    this.#timer = undefined;
    this.#perform(this.#transfer.tick(performance.now()));
  }

  #sendBlock({ block, position, length }: Extract<TransferAction, { kind: 'send-data' }>): void {
    const packet = this.#unacked.get(block);
    if (packet === 'reading') return;
    if (packet) return this.#send(packet);
    const payload = this.#job.content.read(position, length);
    if (!(payload instanceof Promise)) return this.#sendFirst(block, payload);
    this.#unacked.set(block, 'reading');
    payload.then(
      (bytes) => this.#sendFirst(block, bytes),
      (error: unknown) => this.#fail(error),
    );
  }

  #sendFirst(block: number, payload: Uint8Array): void {
    const packet = formatData(block, payload);
    this.#unacked.set(block, packet);
    this.#send(packet);
  }

  #fail(error: unknown): void {
    this.#send(formatError(ERROR_UNDEFINED, 'the file cannot be read'));
    this.#end('failed', reasonOf(error));
  }

  #send(packet: Buffer): void {
    if (!this.#ended) this.#socket.send(packet, this.#lost);
  }

  readonly #lost = (error: NodeJS.ErrnoException | null): void => {
    // Nobody listens on the client's port any more. Other errors, such as an unplugged cable, may pass: the timer decides.
    if (error?.code === 'ECONNREFUSED' || error?.code === 'ECONNRESET') this.#end('aborted', 'the client closed its port');
  };

  #end(outcome: Outcome, reason: string | null): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#socket.close();
    this.#job.content.release();
    this.#job.watch.end(outcome, reason);
    this.#onEnd();
  }
}

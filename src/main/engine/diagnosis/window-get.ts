import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { ERROR_UNDEFINED, formatAck, formatError, formatRequest, type Packet, parsePacket } from '../tftp/packet.ts';
import { ASK_AGAIN_MS, ASK_AGAIN_TIMES, type Fetched, type FetchTask, fetchedOf, type OnBytes } from './fetching.ts';
import { Received } from './received.ts';

type TftpTask = Extract<FetchTask, { kind: 'tftp' }>;

/** Several windows may wait while this thread is busy. */
const RECEIVE_BUFFER_BYTES = 1024 * 1024;

/** Fetches over TFTP in windows, or in lock-step where the server knows none. `address` is that of the host. @see RFC 7440 §4 */
export async function windowGet(address: string, task: TftpTask, onBytes: OnBytes): Promise<Fetched> {
  const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  try {
    return await new WindowGet(socket, address, task, onBytes).run();
  } finally {
    socket.close();
  }
}

class WindowGet {
  readonly #socket: Socket;
  readonly #address: string;
  readonly #task: TftpTask;
  readonly #received: Received;
  readonly #done = Promise.withResolvers<Fetched>();
  /** The first that answers is the server from then on (RFC 1350 §4). */
  #serverPort: number | undefined;
  #blockSize = 512;
  #windowSize = 1;
  /** The last block that came in order, counted on beyond 65,535. */
  #block = 0;
  #unacknowledged = 0;
  /** Behind which a gap was told of: once for each loss, or every late packet would ask for all again. */
  #toldGapAt = -1;
  #lastSent: Buffer = Buffer.alloc(0);
  #silences = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, address: string, task: TftpTask, onBytes: OnBytes) {
    this.#socket = socket;
    this.#address = address;
    this.#task = task;
    this.#received = new Received(task.maxBytes, onBytes);
  }

  async run(): Promise<Fetched> {
    const { path, blockSize, windowSize } = this.#task;
    this.#socket.on('error', (error) => this.#done.resolve(fetchedOf(error, this.#received.bytes)));
    this.#socket.on('message', (bytes, from) => this.#hear(bytes, from));
    const options = new Map([
      ['blksize', `${blockSize}`],
      ['windowsize', `${windowSize}`],
    ]);
    this.#say(formatRequest('read-request', path, 'octet', options));
    try {
      return await this.#done.promise;
    } finally {
      clearTimeout(this.#timer);
    }
  }

  #hear(bytes: Buffer, { address, port }: RemoteInfo): void {
    // Phones drop what comes from elsewhere, so this is no answer.
    if (address !== this.#address || port !== (this.#serverPort ??= port)) return;
    this.#silences = 0;
    this.#take(parsePacket(bytes));
  }

  #take(packet: Packet): void {
    switch (packet.kind) {
      case 'oack':
        this.#blockSize = Number(packet.options.get('blksize') ?? 512);
        this.#windowSize = Math.max(1, Number(packet.options.get('windowsize') ?? 1));
        return this.#acknowledge();
      case 'data':
        return this.#takeBlock(packet.block, packet.payload);
      case 'error': {
        const reason = packet.message || `error ${packet.code}`;
        const bytes = this.#received.bytes;
        return this.#done.resolve(bytes === 0 ? { kind: 'refused', reason } : { kind: 'broke-off', bytes, reason });
      }
      default:
        return this.#giveUp('it sent what is no answer');
    }
  }

  #takeBlock(number: number, payload: Buffer): void {
    if (payload.length > this.#blockSize) return this.#giveUp(`a block of ${payload.length} bytes`);
    const ahead = (number - this.#block) & 0xffff;
    if (ahead === 1) return this.#takeNext(payload);
    // Repeated: our acknowledgement was lost. From further on: a block was. What is older says nothing.
    if (ahead === 0) this.#acknowledge();
    else if (ahead < 0x8000 && this.#toldGapAt !== this.#block) {
      this.#toldGapAt = this.#block;
      this.#acknowledge();
    }
  }

  #takeNext(payload: Buffer): void {
    this.#block += 1;
    this.#unacknowledged += 1;
    this.#received.add(payload);
    if (this.#received.isTooLarge) {
      this.#send(formatError(ERROR_UNDEFINED, 'too large'));
      return this.#done.resolve({ kind: 'too-large', limit: this.#task.maxBytes });
    }
    const isLast = payload.length < this.#blockSize;
    if (isLast || this.#unacknowledged >= this.#windowSize) this.#acknowledge();
    // In the midst of a window its blocks keep coming; the last acknowledgement is repeated where they do not.
    else this.#wait();
    if (!isLast) return;
    const tftp = { blockSize: this.#blockSize, windowSize: this.#windowSize };
    // The socket is closed with the end: what was sent last has to have gone before.
    setImmediate(() => this.#done.resolve(this.#received.got({ tftp })));
  }

  #acknowledge(): void {
    this.#unacknowledged = 0;
    this.#say(formatAck(this.#block));
  }

  /** Says it again for as long as nothing comes, within bounds. */
  #say(packet: Buffer): void {
    this.#lastSent = packet;
    this.#send(packet);
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hearNothing(), ASK_AGAIN_MS);
  }

  #hearNothing(): void {
    this.#silences += 1;
    if (this.#silences > ASK_AGAIN_TIMES) return this.#giveUp(null);
    this.#say(this.#block === 0 ? this.#lastSent : formatAck(this.#block));
  }

  #giveUp(reason: string | null): void {
    const seconds = (ASK_AGAIN_MS * (ASK_AGAIN_TIMES + 1)) / 1000;
    const isMute = this.#serverPort === undefined;
    const bytes = this.#received.bytes;
    this.#done.resolve(
      isMute ? { kind: 'no-answer', seconds } : { kind: 'broke-off', bytes, reason: reason ?? `silent for ${seconds} s` },
    );
  }

  #send(packet: Buffer): void {
    const port = this.#serverPort ?? this.#task.port;
    this.#socket.send(packet, port, this.#address, (error) => {
      if (error) this.#done.resolve(fetchedOf(error, this.#received.bytes));
    });
  }
}

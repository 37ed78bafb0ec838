import { type DatagramPeer, openPeer } from './datagram-peer.ts';
import { ACK, ack, DATA, ERROR, OACK, RRQ, read, readOptions, request, type TftpOptions } from './tftp-wire.ts';

export interface TftpGet {
  readonly address: string;
  readonly port: number;
  /** Its own address, where the machine has several. */
  readonly localAddress?: string;
  readonly name: string;
  readonly mode?: string;
  readonly options?: TftpOptions;
  /** Hears of every block once, in order. */
  readonly onData?: (payload: Buffer) => void;
  /** Before each acknowledgement: a place to misbehave. Resolving to `silent` leaves the acknowledgement out. */
  readonly beforeAck?: (block: number, peer: DatagramPeer, serverPort: number) => Promise<'silent' | undefined>;
  readonly signal?: AbortSignal;
}

export type TftpGot =
  | {
      readonly kind: 'received';
      readonly bytes: number;
      readonly options: Readonly<Record<string, string>>;
      /** DATA that came again, less what the server's timer may have sent: each of its waits is some 50 ms at least. */
      readonly unasked: number;
      readonly from: string;
    }
  | { readonly kind: 'refused'; readonly code: number; readonly message: string }
  | { readonly kind: 'timed-out' }
  /** The server did what no standard allows. */
  | { readonly kind: 'broken'; readonly reason: string };

const PATIENCE_MS = 1500;
const TRIES = 6;
const SHORTEST_WAIT_MS = 45; // 50, and what two clocks round off
const PLAIN_BLOCK = 512;

/** Reads a file lock-step as a strict phone does: the server's first port counts, blocks come in order, tsize holds. */
export async function tftpGet(get: TftpGet): Promise<TftpGot> {
  const peer = await openPeer(get.address, get.localAddress);
  try {
    return await new Download(get, peer).run();
  } finally {
    peer.close();
  }
}

/** The same, and the bytes that came. */
export async function tftpGetWhole(get: Omit<TftpGet, 'onData'>): Promise<{ got: TftpGot; body: Buffer }> {
  const blocks: Buffer[] = [];
  const got = await tftpGet({ ...get, onData: (block) => blocks.push(block) });
  return { got, body: Buffer.concat(blocks) };
}

class Download {
  readonly #get: TftpGet;
  readonly #peer: DatagramPeer;
  #serverPort = 0;
  #blockSize = PLAIN_BLOCK;
  #options: Record<string, string> = {};
  #block = 0;
  #bytes = 0;
  #packets = 0;
  readonly #begunAt = performance.now();

  constructor(get: TftpGet, peer: DatagramPeer) {
    this.#get = get;
    this.#peer = peer;
  }

  async run(): Promise<TftpGot> {
    const { port, name, mode, options } = this.#get;
    let last = request(RRQ, name, mode, options);
    await this.#peer.send(last, port);
    for (let silent = 0; silent < TRIES; ) {
      if (this.#get.signal?.aborted) return { kind: 'timed-out' };
      const datagram = await this.#peer.next(PATIENCE_MS);
      if (!datagram) {
        silent += 1;
        await this.#peer.send(last, this.#serverPort || port);
        continue;
      }
      this.#serverPort ||= datagram.port;
      if (datagram.port !== this.#serverPort) continue;
      const step = this.#take(datagram.bytes);
      if (step.kind === 'again') continue;
      if (step.kind === 'over') return step.got;
      silent = 0;
      last = ack(this.#block);
      if ((await this.#get.beforeAck?.(this.#block, this.#peer, this.#serverPort)) !== 'silent')
        await this.#peer.send(last, this.#serverPort);
      if (step.kind === 'last') return this.#finish(datagram.address);
    }
    return { kind: 'timed-out' };
  }

  #take(bytes: Buffer): { kind: 'again' | 'next' | 'last' } | { kind: 'over'; got: TftpGot } {
    const { opcode, number, payload } = read(bytes);
    if (opcode === ERROR)
      return over({ kind: 'refused', code: number, message: payload.toString('latin1').split('\0')[0] ?? '' });
    if (opcode === OACK && this.#bytes === 0) return this.#takeOack(readOptions(bytes));
    if (opcode !== DATA) return over({ kind: 'broken', reason: `unexpected ${opcode === ACK ? 'ACK' : `opcode ${opcode}`}` });
    this.#packets += 1;
    if (payload.length > this.#blockSize)
      return over({ kind: 'broken', reason: `block of ${payload.length} bytes, ${this.#blockSize} agreed` });
    // Our acknowledgement was lost: say it again.
    if (number === (this.#block & 0xffff) && this.#block > 0) return { kind: 'next' };
    if (number !== ((this.#block + 1) & 0xffff))
      return over({ kind: 'broken', reason: `block ${number} after ${this.#block & 0xffff}` });
    this.#block += 1;
    this.#bytes += payload.length;
    this.#get.onData?.(payload);
    return { kind: payload.length < this.#blockSize ? 'last' : 'next' };
  }

  #takeOack(options: Record<string, string>): { kind: 'next' } | { kind: 'over'; got: TftpGot } {
    const asked = new Set(Object.keys(this.#get.options ?? {}).map((name) => name.toLowerCase()));
    const unasked = Object.keys(options).find((name) => name !== '' && !asked.has(name));
    if (unasked !== undefined) return over({ kind: 'broken', reason: `option ${unasked} was not asked for` });
    this.#options = options;
    if (options.blksize) this.#blockSize = Number(options.blksize);
    return { kind: 'next' };
  }

  #finish(from: string): TftpGot {
    const { tsize } = this.#options;
    if (tsize !== undefined && Number(tsize) !== this.#bytes)
      return { kind: 'broken', reason: `tsize ${tsize}, but ${this.#bytes} bytes came` };
    const byTimer = Math.floor((performance.now() - this.#begunAt) / SHORTEST_WAIT_MS);
    const unasked = Math.max(0, this.#packets - this.#block - byTimer);
    return { kind: 'received', bytes: this.#bytes, options: this.#options, unasked, from };
  }
}

function over(got: TftpGot): { kind: 'over'; got: TftpGot } {
  return { kind: 'over', got };
}

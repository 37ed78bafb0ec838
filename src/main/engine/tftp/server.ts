import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Outcome } from '../../../shared/contract/journal.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { ProvisioningRequest, RefusedReason } from '../../domain/provisioning/request.ts';
import { answerInTime, type Duties, type FileAnswer, type RequestWatch } from '../serving/duties.ts';
import { plainAddress } from '../serving/plain-address.ts';
import { type FileCache, NoRoomForText, NotARegularFile } from './file-cache.ts';
import { type Transfers, transfersHere } from './lanes.ts';
import { agreeOnOptions, BLKSIZE_MAX, BLKSIZE_UNFRAGMENTED } from './options.ts';
import {
  ERROR_ACCESS,
  ERROR_ILLEGAL,
  ERROR_NOT_FOUND,
  ERROR_UNDEFINED,
  formatError,
  OPCODE_RRQ,
  OPCODE_WRQ,
  parsePacket,
  type RequestPacket,
} from './packet.ts';
import type { RunningTransfer } from './session.ts';
import type { Client } from './transfer-socket.ts';

export interface TftpServer {
  readonly address: string;
  /** The real one, where 0 was asked for. */
  readonly port: number;
  /** Closes the port at once and ends the running transfers as `aborted`. */
  stop(): Promise<void>;
}

export interface TftpServerOptions {
  readonly address: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly duties: Duties;
  readonly files: FileCache;
  /** Where transfers run; without it in this thread. */
  readonly transfers?: Transfers;
  readonly limits?: Partial<TftpLimits>;
}

export interface TftpLimits {
  /** Transfers at one time, also those that still wait for their answer. Each holds a socket. */
  readonly transfers: number;
  readonly transfersPerAddress: number;
  /** Milliseconds in which an equal request from the same port is the same one, doubled on its way. */
  readonly doubledWithin: number;
  /** Bytes a block, whatever the client asks for. */
  readonly blockSize: number;
}

const LIMITS: TftpLimits = { transfers: 800, transfersPerAddress: 400, doubledWithin: 1000, blockSize: BLKSIZE_UNFRAGMENTED };

/** Two hundred phones that get power at one moment ask at one moment. A system that grants less grants what it can. */
const REQUEST_BUFFER_BYTES = 4 * 1024 * 1024;

/** Serves reads on one local address. Rejects with the socket's own error where the port cannot be had. */
export async function startTftpServer(options: TftpServerOptions): Promise<TftpServer> {
  const type = isIPv6(options.address) ? 'udp6' : 'udp4';
  const socket = createSocket({ type, recvBufferSize: REQUEST_BUFFER_BYTES });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: options.address, port: options.port, exclusive: true }, resolve);
  });
  socket.removeAllListeners('error');
  const reception = new Reception(socket, options);
  // Windows reports here that a client has closed its port; each transfer finds out by itself.
  socket.on('error', () => undefined);
  socket.on('message', (bytes, from) => reception.receive(bytes, from));
  return { address: options.address, port: socket.address().port, stop: () => reception.close() };
}

interface Guest {
  /** The request's bytes, to know it again. */
  readonly asked: Buffer;
  /** In milliseconds of `performance.now`. */
  readonly askedAt: number;
  /** It has acknowledged something. */
  hasAnswered: boolean;
  readonly ip: string;
  /** When nothing runs for it any more. */
  readonly over: PromiseWithResolvers<void>;
  /** Once its transfer runs. */
  transfer?: RunningTransfer;
  /** Why nobody waits for the answer any more. */
  gone?: 'superseded' | 'stopped';
}

/** What waits at the well-known port: looks at requests, refuses, and hands the others to a session each. */
class Reception {
  readonly #socket: Socket;
  readonly #options: TftpServerOptions;
  readonly #limits: TftpLimits;
  readonly #transfers: Transfers;
  /** By the client's address and port: a request that comes twice is one transfer. */
  readonly #guests = new Map<string, Guest>();
  #closed = false;

  constructor(socket: Socket, options: TftpServerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#transfers = options.transfers ?? transfersHere;
  }

  receive(bytes: Buffer, client: RemoteInfo): void {
    const packet = parsePacket(bytes);
    if (packet.kind === 'read-request') this.#admit(packet, bytes, client);
    else if (packet.kind === 'write-request')
      this.#refuse(client, this.#watch(packet, 'WRQ', client), ERROR_ACCESS, 'refused', 'writing is not allowed');
    else if (packet.kind === 'malformed' && (packet.opcode === OPCODE_RRQ || packet.opcode === OPCODE_WRQ)) {
      this.#reply(client, ERROR_ILLEGAL, 'malformed request');
    }
    // Anything else has no business at this port, and an answer to junk would only make more of it.
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const guests = [...this.#guests.values()];
    for (const guest of guests) leaveOff(guest, 'stopped');
    await Promise.all(guests.flatMap((guest) => (guest.transfer ? guest.over.promise : [])));
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #admit(packet: RequestPacket, bytes: Buffer, client: RemoteInfo): void {
    const key = `${client.address} ${client.port}`;
    const former = this.#guests.get(key);
    if (former?.asked.equals(bytes) && this.#isRepetition(former)) return;
    // The client has begun anew from the same port: it waits for this file and not for the former.
    if (former) leaveOff(former, 'superseded');

    const watch = this.#watch(packet, 'RRQ', client);
    if (packet.mode !== 'octet' && packet.mode !== 'netascii') {
      this.#refuse(client, watch, ERROR_ILLEGAL, 'refused', `mode ${packet.mode.slice(0, 20)} is not supported`);
      return;
    }
    const ip = plainAddress(client.address);
    if (this.#isFull(ip)) {
      this.#refuse(client, watch, ERROR_UNDEFINED, 'refused', 'too many transfers, try again later');
      return;
    }
    // A copy: the bytes received lie in a large buffer that would otherwise stay.
    const askedAt = performance.now();
    const guest: Guest = { asked: Buffer.from(bytes), askedAt, ip, hasAnswered: false, over: Promise.withResolvers() };
    this.#guests.set(key, guest);
    const leave = () => {
      guest.over.resolve();
      if (this.#guests.get(key) === guest) this.#guests.delete(key);
    };
    void this.#attend(guest, packet, client, watch, leave);
  }

  async #attend(guest: Guest, packet: RequestPacket, client: Client, watch: RequestWatch, leave: () => void): Promise<void> {
    try {
      const answer = await answerInTime(this.#options.duties, requestOf(packet, 'RRQ', client));
      watch.answered(answer);
      if (answer.kind === 'refused') {
        const { code, outcome, words } = REFUSALS[answer.reason];
        this.#refuse(client, watch, code, outcome, words, outcome === 'missing' ? null : answer.reason);
      } else {
        await this.#startTransfer(guest, packet, client, watch, answer, leave);
      }
    } catch (error) {
      const { code, words } = openingFailure(error);
      this.#refuse(client, watch, code, 'failed', words, reasonOf(error));
    } finally {
      if (!guest.transfer) leave();
    }
  }

  /** Opens the file before anything is promised. */
  async #startTransfer(
    guest: Guest,
    packet: RequestPacket,
    { address, port }: Client,
    watch: RequestWatch,
    answer: FileAnswer,
    leave: () => void,
  ): Promise<void> {
    const file = await this.#options.files.open(answer, packet.mode === 'netascii');
    if (guest.gone) {
      file.release();
      watch.end('aborted', GONE[guest.gone]);
      return;
    }
    const agreement = agreeOnOptions(packet.options, file.size, this.#blockSizeFor(address));
    const terms = {
      localAddress: this.#options.address,
      client: { address, port },
      agreement,
      rollover: answer.rollover ?? 0,
    };
    guest.transfer = await this.#transfers.start(terms, file, {
      begin: (total) => watch.begin(total),
      progress: (acked) => {
        guest.hasAnswered = true;
        watch.progress(acked);
      },
      end: (outcome, reason) => {
        watch.end(outcome, reason);
        leave();
      },
    });
    if (guest.gone) leaveOff(guest, guest.gone);
  }

  /**
   * The same request again: doubled on its way, or by a client whose answer was lost and which the transfer's own timer
   * serves. One that has acknowledged something has restarted: boot loaders ask from the same port each time.
   */
  #isRepetition(former: Guest): boolean {
    return !former.hasAnswered || performance.now() - former.askedAt < this.#limits.doubledWithin;
  }

  #isFull(ip: string): boolean {
    if (this.#guests.size >= this.#limits.transfers) return true;
    let fromThere = 0;
    for (const guest of this.#guests.values()) if (guest.ip === ip) fromThere += 1;
    return fromThere >= this.#limits.transfersPerAddress;
  }

  /** On the machine itself there is no wire and no frame, so nothing is cut into fragments. */
  #blockSizeFor(address: string): number {
    return isLoopback(plainAddress(address)) ? BLKSIZE_MAX : this.#limits.blockSize;
  }

  #watch(packet: RequestPacket, method: string, client: Client): RequestWatch {
    return this.#options.duties.watch(requestOf(packet, method, client));
  }

  #refuse(
    client: Client,
    watch: RequestWatch,
    code: number,
    outcome: Outcome,
    words: string,
    reason: string | null = words,
  ): void {
    this.#reply(client, code, words);
    watch.end(outcome, reason);
  }

  #reply(client: Client, code: number, message: string): void {
    // Lost or not: a client that hears nothing asks again.
    if (!this.#closed) this.#socket.send(formatError(code, message), client.port, client.address, () => undefined);
  }
}

const GONE = { superseded: 'another request came from the same port', stopped: 'the server is stopping' };

/** A client that asks anew from the same port must not hear of the former transfer: it would take that for its answer. */
function leaveOff(guest: Guest, why: NonNullable<Guest['gone']>): void {
  guest.gone ??= why;
  guest.transfer?.abort(GONE[guest.gone], guest.gone === 'stopped');
}

const REFUSALS: Record<RefusedReason, { code: number; outcome: Outcome; words: string }> = {
  'not-found': { code: ERROR_NOT_FOUND, outcome: 'missing', words: 'file not found' },
  'outside-root': { code: ERROR_ACCESS, outcome: 'refused', words: 'access violation' },
  'bad-name': { code: ERROR_ACCESS, outcome: 'refused', words: 'this name is not acceptable' },
  'not-now': { code: ERROR_UNDEFINED, outcome: 'refused', words: 'not now, try again later' },
};

function openingFailure(error: unknown): { code: number; words: string } {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return { code: ERROR_NOT_FOUND, words: 'file not found' };
  if (code === 'EACCES' || code === 'EPERM' || error instanceof NotARegularFile)
    return { code: ERROR_ACCESS, words: 'access violation' };
  if (error instanceof NoRoomForText) return { code: ERROR_UNDEFINED, words: 'too many files at once, try again later' };
  return { code: ERROR_UNDEFINED, words: 'the server cannot send this file now' };
}

function requestOf(packet: RequestPacket, method: string, client: Client): ProvisioningRequest {
  return { protocol: 'tftp', method, path: packet.name, ip: plainAddress(client.address), userAgent: null };
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

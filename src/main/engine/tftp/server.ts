import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Outcome } from '../../../shared/contract/journal.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { ProvisioningRequest } from '../../domain/provisioning/request.ts';
import { answerInTime, type ContentAnswer, type Duties, type RequestWatch, uploadInTime } from '../serving/duties.ts';
import { plainAddress } from '../serving/plain-address.ts';
import type { FileCache } from './file-cache.ts';
import { type Asked, type Guest, type GuestLimits, Guests } from './guests.ts';
import { type Transfers, transfersHere } from './lanes.ts';
import { agreeOnOptions, agreeOnUpload, BLKSIZE_MAX, BLKSIZE_UNFRAGMENTED } from './options.ts';
import {
  ERROR_ACCESS,
  ERROR_DISK_FULL,
  ERROR_ILLEGAL,
  ERROR_UNDEFINED,
  formatError,
  OPCODE_RRQ,
  OPCODE_WRQ,
  parsePacket,
  type RequestPacket,
} from './packet.ts';
import { runReceiveSession } from './receive-session.ts';
import { ReceivedFile } from './received-file.ts';
import { openingFailure, REFUSALS } from './refusals.ts';
import { runSession } from './session.ts';
import { type Client, literal, openTransferSocket, SharedPort, type TransferSocket } from './transfer-socket.ts';

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
  /** Answer from this very port, where nothing else comes through; then transfers run in this thread. */
  readonly singlePort?: boolean;
}

export interface TftpLimits extends GuestLimits {
  /** Bytes a block, whatever the client asks for. */
  readonly blockSize: number;
}

const LIMITS: TftpLimits = { transfers: 800, transfersPerAddress: 400, doubledWithin: 1000, blockSize: BLKSIZE_UNFRAGMENTED };

/** Two hundred phones that get power at one moment ask at one moment. A system that grants less grants what it can. */
const REQUEST_BUFFER_BYTES = 4 * 1024 * 1024;

/** Serves reads on one local address. Rejects with the socket's own error where the port cannot be had. */
export async function startTftpServer(options: TftpServerOptions): Promise<TftpServer> {
  const type = isIPv6(options.address) ? 'udp6' : 'udp4';
  const socket = createSocket({ type, recvBufferSize: REQUEST_BUFFER_BYTES, lookup: literal });
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

/** What waits at the well-known port: looks at requests, refuses, and hands the others to a session each. */
class Reception {
  readonly #socket: Socket;
  readonly #options: TftpServerOptions;
  readonly #limits: TftpLimits;
  readonly #transfers: Transfers;
  readonly #sharedPort: SharedPort | undefined;
  readonly #guests: Guests;
  #closed = false;

  constructor(socket: Socket, options: TftpServerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#guests = new Guests(this.#limits);
    const sharedPort = options.singlePort ? new SharedPort(socket) : undefined;
    this.#sharedPort = sharedPort;
    this.#transfers = sharedPort
      ? { start: async (terms, file, watch) => runSession(sharedPort.open(terms.client), terms, file, watch) }
      : (options.transfers ?? transfersHere);
  }

  receive(bytes: Buffer, client: RemoteInfo): void {
    const packet = parsePacket(bytes);
    if (packet.kind === 'read-request' || packet.kind === 'write-request') this.#admit({ packet, bytes, client });
    else if (packet.kind === 'malformed' && (packet.opcode === OPCODE_RRQ || packet.opcode === OPCODE_WRQ)) {
      this.#reply(client, ERROR_ILLEGAL, 'malformed request');
    } else this.#sharedPort?.deliver(bytes, client);
    // Anything else has no business at this port, and an answer to junk would only make more of it.
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const guests = this.#guests.all();
    for (const guest of guests) leaveOff(guest, 'stopped');
    await Promise.all(guests.flatMap((guest) => (guest.transfer ? guest.over.promise : [])));
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #admit({ packet, bytes, client }: Asked): void {
    const ip = plainAddress(client.address);
    const now = performance.now();
    const admission = this.#guests.admit(client, ip, bytes, now);
    if (admission === 'repeated') return;
    // The client has begun anew from the same port: it waits for this file and not for the former.
    const former = this.#guests.at(client);
    if (former) leaveOff(former, 'superseded');
    if (admission === 'too-soon') return;

    const isRead = packet.kind === 'read-request';
    const request = requestOf(packet, isRead ? 'RRQ' : 'WRQ', client);
    const watch = this.#options.duties.watch(request);
    if (packet.mode !== 'octet' && packet.mode !== 'netascii')
      this.#refuse(client, watch, ERROR_ILLEGAL, 'refused', `mode ${packet.mode.slice(0, 20)} is not supported`);
    else if (admission === 'full') this.#refuse(client, watch, ERROR_UNDEFINED, 'refused', 'too many transfers, try again later');
    else {
      const guest = this.#guests.enter(client, ip, bytes, now);
      void (isRead ? this.#attend(guest, packet, request, watch) : this.#takeIn(guest, packet, request, watch));
    }
  }

  async #attend(guest: Guest, packet: RequestPacket, request: ProvisioningRequest, watch: RequestWatch): Promise<void> {
    try {
      const answer = await answerInTime(this.#options.duties, request);
      watch.answered(answer);
      if (guest.gone) return watch.end('aborted', GONE[guest.gone]);
      if (answer.kind === 'refused') {
        const { code, outcome, words } = REFUSALS[answer.reason];
        this.#refuse(guest.client, watch, code, outcome, words, outcome === 'missing' ? null : answer.reason);
      } else {
        await this.#startTransfer(guest, packet, watch, answer);
      }
    } catch (error) {
      if (guest.gone) return watch.end('aborted', GONE[guest.gone]);
      const { code, words, outcome } = openingFailure(error);
      this.#refuse(guest.client, watch, code, outcome, words, reasonOf(error));
    } finally {
      if (!guest.transfer) this.#guests.leave(guest);
    }
  }

  /** Opens the file before anything is promised. */
  async #startTransfer(guest: Guest, packet: RequestPacket, watch: RequestWatch, answer: ContentAnswer): Promise<void> {
    const file = await this.#options.files.open(answer, packet.mode === 'netascii');
    if (guest.gone) {
      file.release();
      watch.end('aborted', GONE[guest.gone]);
      return;
    }
    const { address, port } = guest.client;
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
      resent: (packets) => watch.resent(packets),
      end: (outcome, reason) => {
        watch.end(outcome, reason);
        this.#guests.leave(guest);
        if (outcome === 'sent' && !this.#closed && this.#guests.wantsAgain(guest, performance.now()))
          this.#admit({ packet, bytes: guest.asked, client: guest.client });
      },
    });
    if (guest.gone) leaveOff(guest, guest.gone);
  }

  async #takeIn(guest: Guest, packet: RequestPacket, request: ProvisioningRequest, watch: RequestWatch): Promise<void> {
    try {
      const answer = await uploadInTime(this.#options.duties, request);
      if (guest.gone) return watch.end('aborted', GONE[guest.gone]);
      const agreement = agreeOnUpload(packet.options, this.#blockSizeFor(guest.client.address));
      if (answer.kind === 'refused') {
        const words = answer.reason === 'bad-name' ? REFUSALS['bad-name'].words : 'writing is not allowed';
        this.#refuse(guest.client, watch, ERROR_ACCESS, 'refused', words);
      } else if (agreement.announced > answer.maxBytes) {
        this.#refuse(guest.client, watch, ERROR_DISK_FULL, 'refused', `larger than ${answer.maxBytes} bytes`);
      } else {
        const file = await ReceivedFile.create(answer);
        const socket = await this.#openSocket(guest.client).catch(async (error: unknown) => {
          await file.discard();
          throw error;
        });
        if (guest.gone) {
          socket.close();
          await file.discard();
          return watch.end('aborted', GONE[guest.gone]);
        }
        guest.transfer = runReceiveSession(socket, { agreement, maxBytes: answer.maxBytes }, file, {
          end(outcome, reason, bytes, kept) {
            guest.hasAnswered = true;
            watch.end(outcome, reason, { bytes, kept });
          },
          closed: () => this.#guests.leave(guest),
        });
      }
    } catch (error) {
      if (guest.gone) return watch.end('aborted', GONE[guest.gone]);
      this.#refuse(guest.client, watch, ERROR_UNDEFINED, 'failed', 'the file cannot be taken', reasonOf(error));
    } finally {
      if (!guest.transfer) this.#guests.leave(guest);
    }
  }

  async #openSocket(client: Client): Promise<TransferSocket> {
    return this.#sharedPort?.open(client) ?? (await openTransferSocket(this.#options.address, client));
  }

  /** On the machine itself there is no wire and no frame, so nothing is cut into fragments. */
  #blockSizeFor(address: string): number {
    return isLoopback(plainAddress(address)) ? BLKSIZE_MAX : this.#limits.blockSize;
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

function requestOf(packet: RequestPacket, method: string, client: Client): ProvisioningRequest {
  return { protocol: 'tftp', method, path: packet.name, ip: plainAddress(client.address), userAgent: null };
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

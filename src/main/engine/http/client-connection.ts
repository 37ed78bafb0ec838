import type { Socket } from 'node:net';
import { reasonOf } from '../../../shared/failures.ts';
import type { ProvisioningRequest } from '../../domain/provisioning/request.ts';
import type { Duties, RequestWatch } from '../serving/duties.ts';
import { plainAddress } from '../serving/plain-address.ts';
import { Exchange } from './exchange.ts';
import type { HttpLimits } from './limits.ts';
import type { ReadyFiles } from './ready-files.ts';
import { type BadHead, HEAD_MAX_BYTES, readHead, type RequestHead } from './request-head.ts';
import { plainAnswer } from './response-head.ts';

export interface ConnectionParts {
  readonly duties: Duties;
  readonly files: ReadyFiles;
  readonly limits: HttpLimits;
}

/** `head`: a request is waited for. `leaving`: our end is said, the client's is waited for. */
type Phase = 'head' | 'answering' | 'leaving';

const NOTHING = Buffer.alloc(0);
/** What a client may still send that nobody will read. A connection closed over unread bytes loses its last answer. */
const DISCARD_MAX_BYTES = 256 * 1024;
const LEAVING_MS = 2000;

/** One client's connection: requests one after another, each with its deadline. */
export class ClientConnection {
  readonly #socket: Socket;
  readonly #parts: ConnectionParts;
  readonly #ip: string;
  #phase: Phase = 'head';
  /** On the clock of `performance.now`, which no one can set. */
  #deadline: number;
  #unread: Buffer = NOTHING;
  #discarded = 0;
  #requests = 0;
  #clientEnded = false;
  #hasHeard = false;
  #hasHungUp = false;
  /** The request that is being answered. */
  #watch: RequestWatch | undefined;

  constructor(socket: Socket, parts: ConnectionParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#ip = plainAddress(socket.remoteAddress ?? '');
    this.#deadline = performance.now() + parts.limits.request;
  }

  open(): void {
    const socket = this.#socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => this.#hearEnd());
    socket.on('timeout', () => this.#giveUp());
    socket.on('error', (error) => this.#watch?.end('aborted', `the client broke off: ${reasonOf(error)}`));
  }

  /** It came, and went of its own accord, without a word. */
  get cameForNothing(): boolean {
    return !this.#hasHeard && !this.#hasHungUp;
  }

  /** Closes what has waited too long. `now`: as `performance.now`. */
  checkDeadline(now: number): void {
    if (now < this.#deadline) return;
    this.#hasHungUp = !this.#clientEnded;
    // Nobody asked anything: an idle connection, or one that was opened in advance.
    if (this.#phase === 'leaving' || this.#unread.length === 0) this.#socket.destroy();
    else this.#refuse(408, 'timed-out', 'the request did not come in time', lineOf(this.#unread));
  }

  stop(): void {
    this.#hasHungUp = true;
    this.#watch?.end('aborted', 'the server is stopping');
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#hasHeard = true;
    if (this.#phase === 'leaving') {
      this.#discarded += chunk.length;
      if (this.#discarded > DISCARD_MAX_BYTES) this.#socket.destroy();
      return;
    }
    const begins = this.#unread.length === 0;
    this.#unread = begins ? chunk : Buffer.concat([this.#unread, chunk]);
    if (this.#phase === 'head') {
      if (begins && this.#requests > 0) this.#deadline = performance.now() + this.#parts.limits.request;
      this.#read();
    } else if (this.#unread.length > HEAD_MAX_BYTES) {
      this.#socket.pause();
    }
  }

  /** A client may end its side and still wait for the answer. */
  #hearEnd(): void {
    this.#clientEnded = true;
    if (this.#phase === 'head') this.#leave();
  }

  #giveUp(): void {
    this.#watch?.end('timed-out', 'the client read nothing for too long');
    this.#socket.destroy();
  }

  #read(): void {
    const reading = readHead(this.#unread);
    if (reading.kind === 'more') {
      if (this.#clientEnded) this.#leave();
      return;
    }
    if (reading.kind === 'bad') return this.#refuse(reading.status, 'refused', reading.reason, reading.line);
    this.#unread = this.#unread.subarray(reading.head.length);
    this.#answer(reading.head).catch((error: unknown) => {
      this.#watch?.end('failed', reasonOf(error));
      this.#socket.destroy();
    });
  }

  async #answer(head: RequestHead): Promise<void> {
    const { duties, files, limits } = this.#parts;
    const socket = this.#socket;
    this.#phase = 'answering';
    this.#deadline = Number.POSITIVE_INFINITY;
    this.#requests += 1;
    const request = this.#requestOf(head.method, head.target, head.headers.get('user-agent') ?? null);
    const watch = duties.watch(request);
    this.#watch = watch;
    const keepAlive = head.keepAlive && this.#requests < limits.requestsPerConnection && !this.#clientEnded;
    const exchange = new Exchange({ socket, duties, files, head, request, watch, keepAlive, patience: limits.idle });
    const ending = await exchange.run();
    if (ending === 'gone') return watch.end('aborted', 'the client closed the connection');
    this.#watch = undefined;
    if (ending === 'close') return this.#leave();
    this.#phase = 'head';
    this.#deadline = performance.now() + (this.#unread.length > 0 ? limits.request : limits.keepAlive);
    if (socket.timeout) socket.setTimeout(0);
    if (socket.isPaused()) socket.resume();
    if (this.#unread.length > 0) this.#read();
    else if (this.#clientEnded) this.#leave();
  }

  /** Answers what cannot be trusted to end where it seems to, and ends the connection. */
  #refuse(status: number, outcome: 'refused' | 'timed-out', reason: string, line: BadHead['line']): void {
    // Bytes that are no request at all are nobody's request.
    if (line) this.#parts.duties.watch(this.#requestOf(line.method, line.target, null)).end(outcome, reason);
    this.#socket.write(plainAnswer(status, { keepAlive: false, isHead: line?.method === 'HEAD', now: Date.now() }));
    this.#leave();
  }

  #leave(): void {
    this.#phase = 'leaving';
    this.#unread = NOTHING;
    this.#deadline = performance.now() + LEAVING_MS;
    this.#socket.end();
    this.#socket.resume();
  }

  #requestOf(method: string, target: string, userAgent: string | null): ProvisioningRequest {
    return { protocol: 'http', method, path: pathOf(target), ip: this.#ip, userAgent };
  }
}

/** What is known of a request whose head never ended. */
function lineOf(unread: Buffer): BadHead['line'] {
  const [, method, target] = /^([A-Z]{1,20}) +(\S{1,2048})/.exec(unread.toString('latin1', 0, 2100)) ?? [];
  return method !== undefined && target !== undefined ? { method, target } : undefined;
}

/** As it was sent; of an absolute URI (RFC 9112 §3.2.2) the part behind the server's name. */
function pathOf(target: string): string {
  const origin = /^https?:\/\/[^/?#]*/i.exec(target);
  return origin ? target.slice(origin[0].length) || '/' : target;
}

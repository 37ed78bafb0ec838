import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import send from 'send';
import { reasonOf } from '../../../shared/failures.ts';
import type { FileAnswer, RequestWatch } from '../serving/duties.ts';
import { contentTypeOf } from './content-type.ts';
import { refuse } from './refuse.ts';

/** A larger body may still wait in the machine's own buffers after it was handed over, so its delivery is confirmed. */
const CONFIRM_ABOVE_BYTES = 64 * 1024;
/** How long a client may take for what is left in the buffers, before we stop watching it. */
const CONFIRM_MS = 10_000;

/**
 * Sends the file whole, a range of it, or word that the client has it already. Never chunked: many phones read
 * `Content-Length` and nothing else. Ends `watch` as `sent` only when the client took every byte.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  answer: FileAnswer,
  watch: RequestWatch,
): Promise<void> {
  const found = await stat(answer.filePath);
  if (response.destroyed) return watch.end('aborted', 'the client closed the connection');
  // A pipe or a device would never end, and hold a thread that does file work.
  if (!found.isFile()) return refuse(response, watch, 403, 'failed', 'not a regular file');

  response.setHeader('Content-Type', contentTypeOf(answer.served));
  response.setHeader('Last-Modified', new Date(answer.modifiedAt).toUTCString());
  if (answer.sha256) response.setHeader('ETag', `"${answer.sha256}"`);

  const sender = send(request, encodeURIComponent(answer.filePath), { dotfiles: 'allow', index: false, cacheControl: false });
  const body = new Body(response, watch);
  sender.on('error', (error: unknown) => {
    if (response.headersSent) body.fail(reasonOf(error));
    else refuseFile(response, watch, error);
  });
  sender.on('stream', (file: Readable) => body.follow(file));
  response.on('close', () => {
    if (response.statusCode === 304) watch.end('not-modified', null);
    else body.conclude(request.method === 'HEAD');
  });
  sender.pipe(response);
}

/** The part of a response that is the file. */
class Body {
  readonly #response: ServerResponse;
  readonly #watch: RequestWatch;
  /** The response lets go of its socket when it is finished. */
  readonly #socket: Socket | null;
  #total = 0;
  #handed = 0;
  #reason: string | null = null;
  #outcome: 'aborted' | 'timed-out' | 'failed' = 'aborted';

  constructor(response: ServerResponse, watch: RequestWatch) {
    this.#response = response;
    this.#watch = watch;
    this.#socket = response.socket;
    response.on('timeout', (socket: Socket) => {
      this.#stop('timed-out', 'the client read nothing for too long');
      socket.destroy();
    });
    response.on('error', (error) => this.#stop('aborted', reasonOf(error)));
  }

  follow(file: Readable): void {
    this.#total = Number(this.#response.getHeader('Content-Length'));
    this.#watch.begin(this.#total);
    if (this.#total > CONFIRM_ABOVE_BYTES && this.#socket) stayOpenAfterLastByte(this.#response, this.#socket);
    file.on('data', (bytes: Buffer) => {
      this.#handed += bytes.length;
      this.#watch.progress(Math.max(0, this.#handed - bytes.length - this.#response.writableLength));
    });
    file.on('end', () => {
      if (this.#handed < this.#total) this.fail('the file became shorter while it was sent');
    });
  }

  /** Too late for another status: only a broken connection tells the client that something is missing. */
  fail(reason: string): void {
    this.#stop('failed', reason);
    this.#response.destroy();
  }

  conclude(isHead: boolean): void {
    if (!this.#response.writableFinished || this.#reason !== null)
      return this.#watch.end(this.#outcome, this.#reason ?? 'the client closed the connection');
    if (isHead || this.#total <= CONFIRM_ABOVE_BYTES || !this.#socket) return this.#taken();
    whenTaken(this.#socket, (reason) => (reason === null ? this.#taken() : this.#watch.end('aborted', reason)));
  }

  #taken(): void {
    this.#watch.progress(this.#handed);
    this.#watch.end('sent', null);
  }

  #stop(outcome: 'aborted' | 'timed-out' | 'failed', reason: string): void {
    if (this.#reason !== null) return;
    this.#outcome = outcome;
    this.#reason = reason;
  }
}

/** Ends our side after the last byte but keeps listening, so that the client's own end (or its reset) is heard. */
function stayOpenAfterLastByte(response: ServerResponse, socket: Socket): void {
  response.setHeader('Connection', 'close');
  socket.destroySoon = () => socket.end();
}

/** Hears `null` when the client closed in order, having read everything, and a reason when it did not. */
function whenTaken(socket: Socket, done: (reason: string | null) => void): void {
  let reason: string | null = null;
  // What is still in the buffers goes out without us; longer we do not watch.
  const timer = setTimeout(() => socket.destroy(), CONFIRM_MS);
  const finish = () => {
    clearTimeout(timer);
    done(reason);
  };
  if (socket.destroyed) {
    reason = socket.errored ? reasonOf(socket.errored) : null;
    finish();
    return;
  }
  socket.once('error', (error) => {
    reason = `the client broke off: ${reasonOf(error)}`;
  });
  socket.once('close', finish);
}

function refuseFile(response: ServerResponse, watch: RequestWatch, error: unknown): void {
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  const range = response.getHeader('Content-Range');
  for (const name of ['Content-Type', 'Last-Modified', 'ETag', 'Content-Length']) response.removeHeader(name);
  // RFC 9110 §15.5.17: the size, so that the client can ask for a part that exists.
  if (status === 416 && range !== undefined) response.setHeader('Content-Range', range);
  if (status === 412 || status === 416)
    refuse(response, watch, status, 'refused', status === 416 ? 'range not satisfiable' : 'precondition failed');
  else refuse(response, watch, status === 404 ? 404 : 500, 'failed', reasonOf(error));
}

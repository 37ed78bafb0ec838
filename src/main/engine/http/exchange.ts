import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Outcome } from '../../../shared/contract/journal.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { ProvisioningRequest, RefusedReason } from '../../domain/provisioning/request.ts';
import { answerInTime, type ContentAnswer, type Duties, type RequestWatch } from '../serving/duties.ts';
import { NoRoomInMemory, NotARegularFile } from '../tftp/file-cache.ts';
import { closedInOrder, type Piece, sendPieces, taken } from './body.ts';
import type { ByteRange } from './byte-ranges.ts';
import { planResponse } from './plan-response.ts';
import { type HttpFile, type ReadyFiles, SMALL_BYTES, UnsteadyFile } from './ready-files.ts';
import type { RequestHead } from './request-head.ts';
import { type Fields, plainAnswer, responseHead } from './response-head.ts';

export interface ExchangeParts {
  readonly socket: Socket;
  readonly duties: Duties;
  readonly files: ReadyFiles;
  readonly head: RequestHead;
  readonly request: ProvisioningRequest;
  readonly watch: RequestWatch;
  /** What the client asked for, unless the server has had enough of it. */
  readonly keepAlive: boolean;
  /** Milliseconds in which a client that still has bytes to come may read nothing. */
  readonly patience: number;
}

/** What becomes of the connection: the next request, our end of it, or nothing any more. */
export type Ending = 'stay' | 'close' | 'gone';

/**
 * One request and its response. Every body has its length said before it, whole or in parts, and is never chunked: many
 * phones read `Content-Length` and nothing else. Ends the watch as `sent` only when the client took every byte.
 */
export class Exchange {
  readonly #parts: ExchangeParts;
  /** Before the first byte of this response. */
  readonly #writtenBefore: number;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.#writtenBefore = parts.socket.bytesWritten;
  }

  async run(): Promise<Ending> {
    const { head, duties, request, watch, socket } = this.#parts;
    if (head.method !== 'GET' && head.method !== 'HEAD')
      return await this.#refuse(OTHER_METHODS.has(head.method) ? 405 : 501, 'refused', 'only GET and HEAD are answered');
    try {
      const answer = await answerInTime(duties, request);
      watch.answered(answer);
      if (socket.destroyed) return 'gone';
      if (answer.kind !== 'refused') return await this.#sendFile(answer);
      const { status, outcome } = REFUSALS[answer.reason];
      return await this.#refuse(status, outcome, outcome === 'missing' ? null : answer.reason);
    } catch (error) {
      if (socket.bytesWritten === this.#writtenBefore && !socket.destroyed)
        return await this.#refuse(500, 'failed', reasonOf(error));
      // Too late for another status: only a broken connection tells the client that something is missing.
      watch.end('failed', reasonOf(error));
      socket.destroy();
      return 'gone';
    }
  }

  async #sendFile(answer: ContentAnswer): Promise<Ending> {
    const { files, head, socket } = this.#parts;
    const now = Date.now();
    let file: HttpFile;
    try {
      file = files.find(answer) ?? (await files.open(answer, now));
    } catch (error) {
      return await this.#refuse(openingStatus(error, answer), 'failed', reasonOf(error));
    }
    try {
      if (socket.destroyed) return 'gone';
      const plan = planResponse(head.method, head.headers, file.facts);
      switch (plan.kind) {
        case 'not-modified':
          return await this.#sayNotModified(file.facts.fields, now);
        case 'precondition-failed':
          return await this.#refuse(412, 'refused', 'precondition failed');
        case 'range-not-satisfiable':
          // RFC 9110 §15.5.17: the size, so that the client can ask for a part that exists.
          return await this.#refuse(416, 'refused', 'range not satisfiable', { 'Content-Range': `bytes */${file.facts.size}` });
        case 'whole':
          return file.kind === 'small' ? await this.#sendSmall(file, now) : await this.#sendWhole(file, now);
        case 'parts':
          return await this.#sendParts(file, plan.ranges, now);
        default:
          return plan satisfies never;
      }
    } finally {
      if (file.kind === 'large') file.content.release();
    }
  }

  async #sayNotModified(fields: Fields, now: number): Promise<Ending> {
    const { socket, watch, keepAlive } = this.#parts;
    const { ETag, 'Last-Modified': modified } = fields;
    socket.write(responseHead(304, { ETag: ETag ?? '', 'Last-Modified': modified ?? '' }, keepAlive, now), 'latin1');
    watch.end('not-modified', null);
    return await this.#settled();
  }

  async #sendSmall(file: Extract<HttpFile, { kind: 'small' }>, now: number): Promise<Ending> {
    const { socket, watch, keepAlive, head } = this.#parts;
    if (head.method === 'HEAD') {
      socket.write(file.head(keepAlive, now));
      watch.end('sent', null);
      return await this.#settled();
    }
    watch.begin(file.facts.size);
    socket.write(file.whole(keepAlive, now));
    return await this.#sent(file.facts.size);
  }

  async #sendWhole(file: HttpFile, now: number): Promise<Ending> {
    const { size, fields } = file.facts;
    return await this.#send(200, { ...fields, 'Content-Length': size }, [wholeOf(size)], size, file, now);
  }

  async #sendParts(file: HttpFile, ranges: readonly ByteRange[], now: number): Promise<Ending> {
    const { size, fields } = file.facts;
    const [first] = ranges;
    if (ranges.length === 1 && first) {
      const range = { 'Content-Range': contentRange(first, size), 'Content-Length': first.end - first.start };
      return await this.#send(206, { ...fields, ...range }, [{ kind: 'file', range: first }], first.end - first.start, file, now);
    }
    const boundary = randomBytes(18).toString('hex');
    const pieces = multipart(ranges, size, String(fields['Content-Type']), boundary);
    const total = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
    const type = { 'Content-Type': `multipart/byteranges; boundary=${boundary}`, 'Content-Length': total };
    return await this.#send(206, { ...fields, ...type }, pieces, total, file, now);
  }

  async #send(
    status: number,
    fields: Fields,
    pieces: readonly Piece[],
    total: number,
    file: HttpFile,
    now: number,
  ): Promise<Ending> {
    const { socket, watch, head, patience } = this.#parts;
    // What is long is confirmed by the client's own end, which comes only when ours came.
    const isLong = file.kind === 'large' && total > SMALL_BYTES && head.method !== 'HEAD';
    const text = responseHead(status, fields, this.#parts.keepAlive && !isLong, now);
    if (head.method === 'HEAD') {
      socket.write(text, 'latin1');
      watch.end('sent', null);
      return await this.#settled();
    }
    watch.begin(total);
    if (file.kind === 'small') {
      const body = pieces.map((piece) =>
        piece.kind === 'text' ? Buffer.from(piece.text, 'latin1') : file.body.subarray(piece.range.start, piece.range.end),
      );
      socket.write(Buffer.concat([Buffer.from(text, 'latin1'), ...body]));
      return await this.#sent(total);
    }
    socket.setTimeout(patience);
    if (!(await sendPieces(socket, { head: text, pieces, content: file.content }, watch))) return 'gone';
    if (!isLong) return await this.#sent(total);
    const reason = await closedInOrder(socket);
    if (reason === null) watch.progress(total);
    watch.end(reason === null ? 'sent' : 'aborted', reason);
    return 'gone';
  }

  /** After a body that is short enough for the machine's own buffers. */
  async #sent(total: number): Promise<Ending> {
    const { socket, watch, keepAlive, patience } = this.#parts;
    if (!(await taken(socket, patience))) return 'gone';
    watch.progress(total);
    watch.end('sent', null);
    return keepAlive ? 'stay' : 'close';
  }

  async #settled(keepAlive = this.#parts.keepAlive): Promise<Ending> {
    const { socket, patience } = this.#parts;
    if (!(await taken(socket, patience))) return 'gone';
    return keepAlive ? 'stay' : 'close';
  }

  async #refuse(status: number, outcome: Outcome, reason: string | null, fields: Fields = {}): Promise<Ending> {
    const { socket, watch, head } = this.#parts;
    const { keepAlive } = this.#parts;
    socket.write(plainAnswer(status, { keepAlive, isHead: head.method === 'HEAD', now: Date.now(), fields }));
    watch.end(outcome, reason);
    return await this.#settled(keepAlive);
  }
}

/** Known to HTTP, and not to us; any other is no method that we have heard of. */
const OTHER_METHODS = new Set([
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'MKCOL',
  'MOVE',
  'COPY',
]);

/** 404 tells a phone to go on without this layer, 503 to come back: never the one for the other. */
const REFUSALS: Record<RefusedReason, { status: number; outcome: Outcome }> = {
  'not-found': { status: 404, outcome: 'missing' },
  'outside-root': { status: 403, outcome: 'refused' },
  'bad-name': { status: 400, outcome: 'refused' },
  'not-now': { status: 503, outcome: 'refused' },
};

function openingStatus(error: unknown, answer: ContentAnswer): number {
  if (error instanceof NotARegularFile) return 403;
  if (error instanceof UnsteadyFile || error instanceof NoRoomInMemory) return 503;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // A folder's file may go at any time; one of our store never does, and the phone must not go on without it.
  if (code === 'ENOENT') return answer.sha256 === null ? 404 : 500;
  return code === 'EACCES' || code === 'EPERM' ? 403 : 500;
}

function wholeOf(size: number): Piece {
  return { kind: 'file', range: { start: 0, end: size } };
}

function contentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end - 1}/${size}`;
}

/** @see RFC 9110 §14.6 */
function multipart(ranges: readonly ByteRange[], size: number, type: string, boundary: string): Piece[] {
  const pieces = ranges.flatMap((range): Piece[] => [
    { kind: 'text', text: `\r\n--${boundary}\r\nContent-Type: ${type}\r\nContent-Range: ${contentRange(range, size)}\r\n\r\n` },
    { kind: 'file', range },
  ]);
  return [...pieces, { kind: 'text', text: `\r\n--${boundary}--\r\n` }];
}

function lengthOf(piece: Piece): number {
  return piece.kind === 'text' ? piece.text.length : piece.range.end - piece.range.start;
}

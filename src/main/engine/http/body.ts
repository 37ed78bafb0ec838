import type { Socket } from 'node:net';
import { reasonOf } from '../../../shared/failures.ts';
import type { RequestWatch } from '../serving/duties.ts';
import type { OpenFile } from '../tftp/file-cache.ts';
import type { ByteRange } from './byte-ranges.ts';
import { nextBytes } from './file-content.ts';

/** A piece of a body: text of our own, or a part of the file. */
export type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'file'; readonly range: ByteRange };

/** Large, so that a thousand steps make a gigabyte; small enough that many clients take turns. */
const LONG_STEP_BYTES = 1024 * 1024;
/** For a client that takes its time: its progress is seen step by step. */
const SHORT_STEP_BYTES = 128 * 1024;
const SLOW_STEP_MS = 200;
/** How long a client may take for what is left in the machine's own buffers, before we stop watching it. */
const CONFIRM_MS = 10_000;

export interface LongResponse {
  readonly head: string;
  readonly pieces: readonly Piece[];
  /** What the pieces of the file are of. */
  readonly content: OpenFile;
}

/**
 * Sends head and pieces, one step at a time, as fast as the client reads. Returns whether all of it was handed to the
 * machine. Rejects where the file cannot be read; nothing was written where its first bytes could not.
 */
export async function sendPieces(socket: Socket, response: LongResponse, watch: RequestWatch): Promise<boolean> {
  const { pieces, content } = response;
  let head = response.head;
  let handed = 0;
  let step = SHORT_STEP_BYTES;
  const send = async (bytes: Buffer): Promise<boolean> => {
    socket.cork();
    if (head !== '') socket.write(head, 'latin1');
    head = '';
    const goesOn = socket.write(bytes);
    socket.uncork();
    handed += bytes.length;
    const before = performance.now();
    const isOpen = goesOn || (await drained(socket));
    step = performance.now() - before > SLOW_STEP_MS ? SHORT_STEP_BYTES : LONG_STEP_BYTES;
    watch.progress(Math.max(0, handed - bytes.length - socket.writableLength));
    return isOpen;
  };
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      if (!(await send(Buffer.from(piece.text, 'latin1')))) return false;
      continue;
    }
    for (let at = piece.range.start; at < piece.range.end; ) {
      const bytes = await nextBytes(content, at, piece.range.end, step);
      if (socket.destroyed || !(await send(bytes))) return false;
      at += bytes.length;
    }
  }
  return !socket.destroyed;
}

/** When everything written is in the machine's hands; false where the connection is gone. */
export async function drained(socket: Socket): Promise<boolean> {
  if (socket.destroyed) return false;
  if (socket.writableLength === 0) return true;
  return await new Promise((resolve) => {
    const finish = () => {
      socket.off('drain', finish).off('close', finish);
      resolve(!socket.destroyed);
    };
    socket.on('drain', finish).on('close', finish);
  });
}

/** When a short answer is in the machine's hands: no `drain` comes of what was never too much. */
export async function taken(socket: Socket, patience: number): Promise<boolean> {
  if (socket.destroyed || socket.writableLength === 0) return !socket.destroyed;
  socket.setTimeout(patience);
  return await new Promise((resolve) => {
    const close = () => resolve(false);
    socket.once('close', close);
    socket.write('', () => {
      socket.off('close', close);
      resolve(!socket.destroyed);
    });
  });
}

/**
 * Ends our side after the last byte and listens on. What is in the machine's buffers may be megabytes yet: null when
 * the client closed in order, having read everything, and a reason when it did not.
 */
export async function closedInOrder(socket: Socket): Promise<string | null> {
  if (socket.destroyed) return socket.errored ? `the client broke off: ${reasonOf(socket.errored)}` : null;
  socket.setTimeout(0);
  return await new Promise((resolve) => {
    let reason: string | null = null;
    // What is still in the buffers goes out without us; longer we do not watch.
    const timer = setTimeout(() => socket.destroy(), CONFIRM_MS);
    socket.once('error', (error) => {
      reason = `the client broke off: ${reasonOf(error)}`;
    });
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(reason);
    });
    socket.end();
  });
}

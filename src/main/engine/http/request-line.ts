import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const LF = 0x0a;
/** A longer line is left to the parser, which refuses it. */
const LINE_MAX_BYTES = 8 * 1024;

/**
 * Node's parser refuses a request line with a blank or a byte outside ASCII in its path, or without the leading
 * slash. Phones send such lines, so the first one of each connection is mended before the parser sees it.
 * Returns a function that closes the connections that have not sent a line yet.
 *
 * @param patience milliseconds that a client may take for its first line
 */
export function mendRequestLines(server: Server, patience: number): () => void {
  const silent = new Set<Socket>();
  const accept = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    readFirstLine(socket, patience, (bytes) => {
      silent.delete(socket);
      if (bytes === null) return;
      socket.unshift(mendRequestLine(bytes));
      for (const listener of accept) listener.call(server, socket);
      socket.resume();
    });
  });
  return () => {
    for (const socket of silent) socket.destroy();
  };
}

/** Hears all bytes up to the first line's end, and what came with it; null where the connection closed before. */
function readFirstLine(socket: Socket, patience: number, done: (bytes: Buffer | null) => void): void {
  let bytes = Buffer.alloc(0);
  const timer = setTimeout(() => socket.destroy(), patience);
  const fail = () => socket.destroy();
  const finish = (result: Buffer | null) => {
    clearTimeout(timer);
    socket.off('data', take).off('error', fail).off('end', fail).off('close', close);
    done(result);
  };
  const close = () => finish(null);
  const take = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (!bytes.includes(LF) && bytes.length < LINE_MAX_BYTES) return;
    socket.pause();
    finish(bytes);
  };
  socket.on('data', take).on('error', fail).on('end', fail).on('close', close);
}

/** Escapes what may not stand in a request line, and puts the slash in front. Anything else is left as it is. */
export function mendRequestLine(bytes: Buffer): Buffer {
  const end = bytes.indexOf(LF);
  const line = bytes.subarray(0, Math.max(end, 0)).toString('latin1');
  const [, method, target, version] = /^([A-Z]+) +(.+?) +(HTTP\/\d\.\d)\r?$/.exec(line) ?? [];
  if (!method || !target || !version) return bytes;
  const escaped = target.replace(/[^\x21-\x7e]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  const isComplete = /^(\/|https?:\/\/|\*$)/i.test(escaped) || method === 'CONNECT';
  return Buffer.concat([Buffer.from(`${method} ${isComplete ? '' : '/'}${escaped} ${version}\r`), bytes.subarray(end)]);
}

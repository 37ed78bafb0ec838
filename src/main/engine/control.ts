import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Transport } from '../../shared/contract/kit.ts';
import { type Channel, serveWire, wireTransport } from '../../shared/contract/wire.ts';

/** A client that reads so slowly that this many bytes wait for it is hung up on. */
const MOST_UNSENT = 16 * 2 ** 20;
/** Longest line a client may send: a call with its input. */
const LONGEST_LINE = 1 << 20;
/** Longest line an engine may send: a list of all that it has. */
const LONGEST_ANSWER = 64 * 2 ** 20;
const CONNECT_MS = 3_000;
/** Longest path of a Unix socket, with a margin. */
const LONGEST_SOCKET_PATH = 100;

export interface ControlSocket {
  /** Path of the socket, or name of the pipe on Windows. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Where the engine of a data folder listens: beside the data, or where such a path would be too long, in the temporary folder. */
export function controlAddress(dataDir: string): string {
  const tag = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\provdesk-${tag}`;
  const beside = path.join(path.resolve(dataDir), 'control.sock');
  return Buffer.byteLength(beside) <= LONGEST_SOCKET_PATH ? beside : path.join(tmpdir(), `provdesk-${tag}.sock`);
}

/** A secret that the owner file carries, so that only who can read the data folder can command the engine. */
export function newControlKey(): string {
  return randomBytes(32).toString('base64url');
}

/** Offers the contract to programs of the same user, a JSON document a line. The data folder's lock must be held. */
export async function serveControl(address: string, key: string, transport: Transport): Promise<ControlSocket> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy()); // The client went away; `close` follows and tidies up.
    greet(socket, key, transport);
  });
  if (process.platform !== 'win32') rmSync(address, { force: true }); // Left by a crash: we hold the lock, so nobody listens.
  await listen(server, address);
  return {
    address,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Speaks to the engine that listens there. Undefined where nobody does. */
export async function connectControl(address: string, key: string): Promise<{ transport: Transport; close(): void } | undefined> {
  const socket = await new Promise<Socket | undefined>((resolve) => {
    const opening = createConnection(address);
    const timer = setTimeout(() => opening.destroy(), CONNECT_MS);
    opening.once('connect', () => {
      clearTimeout(timer);
      resolve(opening);
    });
    opening.once('error', () => resolve(undefined)); // Nobody listens: the caller has a failure for that.
    opening.once('close', () => resolve(undefined));
  });
  if (!socket) return undefined;
  socket.on('error', () => socket.destroy());
  socket.write(`${key}\n`);
  const channel = socketChannel(socket, lines(socket, LONGEST_ANSWER));
  return { transport: wireTransport(channel), close: () => socket.destroy() };
}

/** The first line must be the key; a stranger is hung up on without a word. */
function greet(socket: Socket, key: string, transport: Transport): void {
  const listeners = lines(socket, LONGEST_LINE);
  const deadline = setTimeout(() => socket.destroy(), CONNECT_MS);
  listeners.once = (line) => {
    clearTimeout(deadline);
    const [given, expected] = [line, key].map((text) => createHash('sha256').update(text).digest());
    if (given && expected && timingSafeEqual(given, expected)) serveWire(socketChannel(socket, listeners), transport);
    else socket.destroy();
  };
  socket.on('close', () => clearTimeout(deadline));
}

interface Lines {
  /** Takes the next line, in place of the listeners. */
  once: ((line: string) => void) | undefined;
  readonly listeners: Set<(line: string) => void>;
}

/** Splits at newlines alone: readline also splits at U+2028, which JSON may hold, and throws the socket's errors anew. */
function lines(socket: Socket, longest: number): Lines {
  const state: Lines = { once: undefined, listeners: new Set() };
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const emit = (line: string) => {
    const first = state.once;
    state.once = undefined;
    if (first) first(line);
    else for (const listener of state.listeners) listener(line);
  };
  socket.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      emit(Buffer.concat([...pending, chunk.subarray(start, end)]).toString('utf8'));
      pending = [];
      pendingBytes = 0;
      start = end + 1;
    }
    pending.push(chunk.subarray(start));
    pendingBytes += chunk.length - start;
    if (pendingBytes > longest) socket.destroy();
  });
  return state;
}

function socketChannel(socket: Socket, { listeners }: Lines): Channel {
  return {
    send(text) {
      if (socket.destroyed) return;
      socket.write(`${text}\n`);
      if (socket.writableLength > MOST_UNSENT) socket.destroy();
    },
    onMessage: (listener) => void listeners.add(listener),
    onClose: (listener) => void socket.on('close', listener),
  };
}

async function listen(server: Server, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

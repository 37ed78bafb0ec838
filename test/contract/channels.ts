import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { connectControl, controlAddress, newControlKey, serveControl } from '../../src/main/engine/control.ts';
import { startWindowServer } from '../../src/main/headless/window-server.ts';
import type { Transport } from '../../src/shared/contract/kit.ts';
import { type Channel, serveWire, wireTransport } from '../../src/shared/contract/wire.ts';

export interface Connection {
  readonly client: Transport;
  /** Sends a frame as it is, past the client. */
  sendRaw(text: string): void;
  /** The engine's end goes away. */
  cut(): Promise<void>;
}

/** Everything that carries the contract, each as its real two ends. */
export const channels: readonly { readonly name: string; readonly open: (engine: Transport) => Promise<Connection> }[] = [
  { name: 'memory', open: openMemory },
  { name: 'a WebSocket', open: openWebSocket },
  { name: 'the control socket', open: openControlSocket },
];

async function openMemory(engine: Transport): Promise<Connection> {
  const [near, far] = [memoryEnd(), memoryEnd()];
  near.peer = far;
  far.peer = near;
  serveWire(far, engine);
  const client = wireTransport(near);
  return { client, sendRaw: (text) => near.send(text), cut: async () => far.close() };
}

interface MemoryEnd extends Channel {
  peer: MemoryEnd | undefined;
  hear(text: string): void;
  close(): void;
}

function memoryEnd(): MemoryEnd {
  const heard = new Set<(text: string) => void>();
  const closed = new Set<() => void>();
  let open = true;
  const end: MemoryEnd = {
    peer: undefined,
    send: (text) => queueMicrotask(() => end.peer?.hear(text)),
    onMessage: (listener) => void heard.add(listener),
    onClose: (listener) => void closed.add(listener),
    hear(text) {
      if (open) for (const listener of heard) listener(text);
    },
    close() {
      if (!open) return;
      open = false;
      for (const listener of closed) listener();
      end.peer?.close();
    },
  };
  return end;
}

async function openWebSocket(engine: Transport): Promise<Connection> {
  const rendererDir = await mkdtemp(join(tmpdir(), 'provdesk-contract-'));
  await writeFile(join(rendererDir, 'index.html'), '<p>window</p>');
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const server = await startWindowServer({ transport: engine, rendererDir, port: 0, log });
  const { headers } = await fetch(server.newLink(), { redirect: 'manual' });
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, {
    headers: { cookie, origin: server.url },
    handshakeTimeout: 5_000,
  });
  await once(socket, 'open');
  socket.on('error', () => socket.terminate()); // Cut off in the middle; `close` follows.
  const client = wireTransport({
    send: (text) => socket.send(text),
    onMessage: (listener) => void socket.on('message', (data: Buffer) => listener(data.toString())),
    onClose: (listener) => void socket.on('close', listener),
  });
  const cut = async () => {
    await server.stop();
    await rm(rendererDir, { recursive: true, force: true });
  };
  return { client, sendRaw: (text) => socket.send(text), cut };
}

async function openControlSocket(engine: Transport): Promise<Connection> {
  const dataDir = await mkdtemp(join(tmpdir(), 'provdesk-contract-'));
  const address = controlAddress(dataDir);
  const key = newControlKey();
  const server = await serveControl(address, key, engine);
  const connection = await connectControl(address, key);
  if (!connection) throw new Error('the control socket did not answer');
  const cut = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { client: connection.transport, sendRaw: () => {}, cut };
}

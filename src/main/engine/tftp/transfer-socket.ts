import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export interface Client {
  readonly address: string;
  readonly port: number;
}

/** What one transfer sends and hears by. */
export interface TransferSocket {
  /** `receive` hears what this client sends, `lost` that nobody takes what is sent to it. */
  listen(receive: (bytes: Buffer) => void, lost: (error: NodeJS.ErrnoException) => void): void;
  /** With `done`, the caller hears of the packet's own fate; without, nobody does. */
  send(packet: Uint8Array, done?: (error: NodeJS.ErrnoException | null) => void): void;
  /** False where a packet still waits for the kernel: its bytes must not be written over. */
  isFlushed(): boolean;
  close(): void;
}

/**
 * A port of the transfer's own (its TID), on the address that the client asked. Connected: the kernel drops what
 * strangers send to it, and a client that is gone shows at once.
 *
 * @see RFC 1350 §4
 */
export async function openTransferSocket(localAddress: string, client: Client): Promise<TransferSocket> {
  const socket = createSocket({ type: isIPv6(localAddress) ? 'udp6' : 'udp4', lookup: literal });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address: localAddress, port: 0, exclusive: true }, () => {
        socket.connect(client.port, client.address, (error?: Error) => (error ? reject(error) : resolve()));
      });
    });
    socket.removeAllListeners('error');
    return new OwnPort(socket, client);
  } catch (error) {
    socket.close();
    throw error;
  }
}

class OwnPort implements TransferSocket {
  readonly #socket: Socket;
  readonly #client: Client;

  constructor(socket: Socket, client: Client) {
    this.#socket = socket;
    this.#client = client;
  }

  listen(receive: (bytes: Buffer) => void, lost: (error: NodeJS.ErrnoException) => void): void {
    const { address, port } = this.#client;
    this.#socket.on('error', lost);
    this.#socket.on('message', (bytes, from) => {
      // What strangers sent before the socket was connected may still be in its queue.
      if (from.port === port && from.address === address) receive(bytes);
    });
  }

  send(packet: Uint8Array, done?: (error: NodeJS.ErrnoException | null) => void): void {
    this.#socket.send(packet, done);
  }

  isFlushed(): boolean {
    return this.#socket.getSendQueueSize() === 0;
  }

  close(): void {
    this.#socket.close();
  }
}

/**
 * All transfers of a listener on its one port, for networks that let no other through. Clients are told apart by address
 * and port alone; one that is gone shows by its silence.
 */
export class SharedPort {
  readonly #socket: Socket;
  readonly #receivers = new Map<string, (bytes: Buffer) => void>();

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** False where no transfer runs with that client. */
  deliver(bytes: Buffer, from: RemoteInfo): boolean {
    const receive = this.#receivers.get(keyOf(from));
    receive?.(bytes);
    return receive !== undefined;
  }

  open(client: Client): TransferSocket {
    const key = keyOf(client);
    let mine: ((bytes: Buffer) => void) | undefined;
    return {
      listen: (receive) => {
        mine = receive;
        this.#receivers.set(key, receive);
      },
      send: (packet, done = ignore) => this.#socket.send(packet, client.port, client.address, done),
      isFlushed: () => this.#socket.getSendQueueSize() === 0,
      // A later transfer of the same client may have taken the place.
      close: () => void (this.#receivers.get(key) === mine && this.#receivers.delete(key)),
    };
  }
}

export function keyOf({ address, port }: Client): string {
  return `${address} ${port}`;
}

/** Addresses are literal here; asking the system's resolver for each would cost a thread. */
export function literal(host: string, _options: unknown, found: (error: null, address: string, family: number) => void): void {
  found(null, host, isIPv6(host) ? 6 : 4);
}

function ignore(): void {}

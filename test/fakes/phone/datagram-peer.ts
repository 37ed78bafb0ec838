import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export interface Datagram {
  readonly bytes: Buffer;
  readonly address: string;
  readonly port: number;
}

/** A bare UDP port, to speak and to misbehave with. */
export interface DatagramPeer {
  readonly port: number;
  send(bytes: Uint8Array, port: number): Promise<void>;
  /** The next datagram in order of arrival; undefined when none came within `milliseconds`. */
  next(milliseconds: number): Promise<Datagram | undefined>;
  /** All that arrive within `milliseconds`. */
  drain(milliseconds: number): Promise<Datagram[]>;
  close(): void;
}

/** Opens a port on a loopback address of the family of `remoteAddress`; everything is sent to that address. */
export async function openPeer(remoteAddress: string, localAddress?: string): Promise<DatagramPeer> {
  const ipv6 = isIPv6(remoteAddress);
  const socket = createSocket({ type: ipv6 ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: localAddress, port: 0 }, resolve);
  });
  const queue: Datagram[] = [];
  let waiting: ((datagram: Datagram) => void) | undefined;
  socket.on('error', () => undefined);
  socket.on('message', (bytes, { address, port }) => {
    const datagram = { bytes, address, port };
    if (waiting) waiting(datagram);
    else queue.push(datagram);
  });

  const next = async (milliseconds: number): Promise<Datagram | undefined> => {
    const queued = queue.shift();
    if (queued) return queued;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        waiting = undefined;
        resolve(undefined);
      }, milliseconds);
      waiting = (datagram) => {
        waiting = undefined;
        clearTimeout(timer);
        resolve(datagram);
      };
    });
  };

  return {
    port: socket.address().port,
    send: (bytes, port) =>
      new Promise((resolve, reject) => socket.send(bytes, port, remoteAddress, (error) => (error ? reject(error) : resolve()))),
    next,
    async drain(milliseconds) {
      const end = performance.now() + milliseconds;
      const all: Datagram[] = [];
      for (let left = milliseconds; left > 0; left = end - performance.now()) {
        const datagram = await next(left);
        if (datagram) all.push(datagram);
      }
      return all;
    },
    close: () => socket.close(),
  };
}

import { createSocket, type Socket } from 'node:dgram';

/** What becomes of a packet of the server's. */
export type Fate = 'kept' | 'lost' | 'doubled' | 'swapped';

export interface BadRelay {
  readonly port: number;
  close(): void;
}

/**
 * A TFTP server's bad line, on loopback, for one client: hands its packets on to the server's port, and the server's
 * back from a port of its own, as the server's transfer has. `fate` is asked for each packet of the server's.
 */
export async function badRelay(serverPort: number, fate: () => Fate): Promise<BadRelay> {
  const [front, transfer, back] = await Promise.all([bound(), bound(), bound()]);
  let client = 0;
  let server = serverPort;
  let held: Buffer | undefined;
  const toServer = (bytes: Buffer) => back.send(bytes, server, '127.0.0.1');
  front.on('message', (bytes, { port }) => {
    client = port;
    back.send(bytes, serverPort, '127.0.0.1');
  });
  transfer.on('message', toServer);
  back.on('message', (bytes, { port }) => {
    server = port;
    const toClient = (packet: Buffer) => transfer.send(packet, client, '127.0.0.1');
    const before = held;
    held = undefined;
    const becomes = fate();
    if (becomes === 'swapped' && !before) {
      held = bytes;
      return;
    }
    if (becomes !== 'lost') toClient(bytes);
    if (becomes === 'doubled') toClient(bytes);
    if (before) toClient(before);
  });
  return {
    port: front.address().port,
    close() {
      for (const socket of [front, transfer, back]) socket.close();
    },
  };
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  // A client that is done has closed its port.
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.bind({ address: '127.0.0.1', port: 0 }, resolve));
  return socket;
}

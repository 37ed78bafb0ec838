import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export interface Client {
  readonly address: string;
  readonly port: number;
}

/**
 * A port of the transfer's own (its TID), on the address that the client asked. Connected: the kernel drops what
 * strangers send to it, and a client that is gone shows at once.
 *
 * @see RFC 1350 §4
 */
export async function openTransferSocket(localAddress: string, client: Client): Promise<Socket> {
  const socket = createSocket({ type: isIPv6(localAddress) ? 'udp6' : 'udp4', lookup: literal });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address: localAddress, port: 0, exclusive: true }, () => {
        socket.connect(client.port, client.address, (error?: Error) => (error ? reject(error) : resolve()));
      });
    });
    socket.removeAllListeners('error');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** Addresses are literal here; asking the system's resolver for each would cost a thread. */
function literal(host: string, _options: unknown, found: (error: null, address: string, family: number) => void): void {
  found(null, host, isIPv6(host) ? 6 : 4);
}

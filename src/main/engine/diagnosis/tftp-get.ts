import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { ERROR_UNDEFINED, formatError } from '../tftp/packet.ts';
import { type Fetched, type FetchTask, fetchedOf, type OnBytes } from './fetching.ts';
import { isNameForPackage, packageGet } from './package-get.ts';
import { windowGet } from './window-get.ts';

/** Fetches over TFTP: with the `tftp` package where that is right, in windows with our own client. */
export async function tftpGet(task: Extract<FetchTask, { kind: 'tftp' }>, onBytes: OnBytes): Promise<Fetched> {
  let address: string;
  try {
    ({ address } = await lookup(task.host));
  } catch (error) {
    return fetchedOf(error, 0);
  }
  const knock = knockAt(address, task.port);
  try {
    const byPackage = task.windowSize === 1 && isNameForPackage(task.path);
    const fetched = byPackage ? packageGet({ ...task, host: address }, onBytes) : windowGet(address, task, onBytes);
    return await Promise.race([fetched, knock.closed]);
  } finally {
    knock.end();
  }
}

/**
 * Whether the machine says that nothing listens there: it does so only to a socket that is connected, and a client of
 * TFTP cannot be, as its answer comes from another port. What is sent, an ERROR for nothing, every server leaves alone.
 */
function knockAt(address: string, port: number): { readonly closed: Promise<Fetched>; end(): void } {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const closed = new Promise<Fetched>((resolve) => {
    socket.on('error', (error) => {
      const fetched = fetchedOf(error, 0);
      // Anything else the client itself will meet.
      if (fetched.kind === 'port-closed') resolve(fetched);
    });
  });
  socket.connect(port, address, () => socket.send(formatError(ERROR_UNDEFINED, 'is anybody there?'), () => undefined));
  return { closed, end: () => socket.close() };
}

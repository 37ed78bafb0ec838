import type { Server } from 'node:http';
import { ProvdeskError, reasonOf } from '../../shared/failures.ts';

/**
 * Opens a server's port and returns the real one; 0 = any free port. `protocol` is for the failure's words.
 * Throws `serving.port-in-use`, `serving.port-forbidden` or `serving.address-unavailable`.
 */
export async function listen(server: Server, protocol: string, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port, exclusive: true }, resolve);
  try {
    await promise;
  } catch (error) {
    throw listenFailure(error, protocol, host, port);
  } finally {
    server.off('error', reject);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`the ${protocol} server has no port`);
  return address.port;
}

/** Closes the port and hangs up on whoever is still connected. */
export async function hangUp(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}

function listenFailure(error: unknown, protocol: string, address: string, port: number): unknown {
  const facts = { protocol, address, port, owner: 'another program' };
  const reason = error instanceof Error && 'code' in error ? error.code : reasonOf(error);
  if (reason === 'EADDRINUSE') return new ProvdeskError('serving.port-in-use', facts, { cause: error });
  if (reason === 'EACCES') return new ProvdeskError('serving.port-forbidden', facts, { cause: error });
  if (reason === 'EADDRNOTAVAIL' || reason === 'ENOTFOUND')
    return new ProvdeskError('serving.address-unavailable', facts, { cause: error });
  return error;
}

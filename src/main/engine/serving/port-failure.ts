import { ProvdeskError } from '../../../shared/failures.ts';
import type { OpenResult } from './messages.ts';
import { findPortOwner } from './port-owner.ts';

const ADDRESS_CODES = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'ENETUNREACH', 'ENODEV', 'ENOTFOUND']);

/** Why a listener did not open, as something that the person at the screen can act on. */
export async function portFailure(
  { listener, code, reason }: Extract<OpenResult, { kind: 'failed' }>,
  platform: NodeJS.Platform = process.platform,
): Promise<ProvdeskError> {
  const facts = { protocol: listener.protocol.toUpperCase(), address: listener.address, port: listener.port };
  // Windows has no ports that need a right: it says "forbidden" of a port that another program holds for itself alone.
  if (code === 'EADDRINUSE' || (code === 'EACCES' && platform === 'win32')) {
    return new ProvdeskError('serving.port-in-use', { ...facts, owner: await findPortOwner(listener) });
  }
  if (code === 'EACCES' || code === 'EPERM') return new ProvdeskError('serving.port-forbidden', facts);
  if (ADDRESS_CODES.has(code)) return new ProvdeskError('serving.address-unavailable', facts);
  return new ProvdeskError('internal.unexpected', { ...facts, reason });
}

import { expect, it } from 'vitest';
import type { ListenerChoice } from '../../../shared/contract/serving.ts';
import { portFailure } from './port-failure.ts';

const listener: ListenerChoice = { protocol: 'tftp', address: '192.0.2.1', port: 69 };

it.each([
  ['EADDRINUSE', 'linux', 'serving.port-in-use'],
  ['EACCES', 'linux', 'serving.port-forbidden'],
  ['EACCES', 'darwin', 'serving.port-forbidden'],
  ['EACCES', 'win32', 'serving.port-in-use'],
  ['EADDRNOTAVAIL', 'linux', 'serving.address-unavailable'],
  ['EAFNOSUPPORT', 'linux', 'serving.address-unavailable'],
  ['EMFILE', 'linux', 'internal.unexpected'],
] as const)('makes of %s on %s the failure %s', async (code, platform, expected) => {
  const failure = await portFailure({ kind: 'failed', listener, code, reason: 'as the system says', listeners: [] }, platform);
  expect(failure).toMatchObject({ code: expected, facts: { protocol: 'TFTP', address: '192.0.2.1', port: 69 } });
});

import { expect, it } from 'vitest';
import { type Flashed, isSameDevice, type Named, type Whereabouts } from './same-device.ts';

const flashed: Flashed = {
  boots: ['boot-1', 'boot-2'],
  commandSentAt: 1_000_000,
  keys: ['SHA256:one'],
  at: { address: '192.0.2.7:22', uuid: '0F0C6A55-3c7b-4d63-9d52-8f6a2a6b1f00' },
};

/** Asked a minute after the command, up for half a minute, and nothing of it known. */
const named = ({ address = '192.0.2.8:22', uuid = null, ...evidence }: Partial<Whereabouts & Named['evidence']>): Named => ({
  at: { address, uuid },
  evidence: { at: 1_060_000, bootId: 'boot-3', uptime: 30, hostKey: 'SHA256:other', ...evidence },
});

it.each<[string, Parameters<typeof named>[0], boolean]>([
  ['nothing in common', {}, false],
  ['the boot before the flash', { bootId: 'boot-1', uptime: 9_000 }, true],
  ['the boot that it was seen in after it', { bootId: 'boot-2' }, true],
  ['its key', { hostKey: 'SHA256:one' }, true],
  ['its address', { address: '192.0.2.7:22' }, true],
  ['its id, written in another way', { uuid: '0f0c6a553c7b4d639d528f6a2a6b1f00' }, true],
  ['its key, and up in another boot since before the command', { hostKey: 'SHA256:one', uptime: 600 }, false],
  ['its address, and up in another boot since before the command', { address: '192.0.2.7:22', uptime: 600 }, false],
  ['its key, and up since the command, as far as clocks tell', { hostKey: 'SHA256:one', uptime: 65 }, true],
])('a device and one that was told to flash: %s', (_what, given, same) => {
  expect(isSameDevice(flashed, named(given))).toBe(same);
});

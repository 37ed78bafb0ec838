import type { DeviceState, Release } from './device-state.ts';

/** What the device's own test says: fwtool's rule, told by who would refuse. Written without a look at how Provdesk reads it. */
export function testImage(
  device: DeviceState,
  image: Buffer,
  flags: readonly string[],
): { ok: boolean; said: string; release?: Release } {
  if (device.traits.testRefuses)
    return { ok: false, said: 'upgrade: The uploaded image file does not contain a supported format.' };
  const metadata = metadataOf(image);
  if (!metadata) return { ok: flags.includes('-F'), said: 'upgrade: Image metadata not present' };
  const compat = (metadata['compat_version'] ?? '1.0') as string;
  const boards = (compat === '1.0' ? metadata['supported_devices'] : metadata['new_supported_devices']) as string[];
  const { version, revision } = metadata['version'] as Release;
  const release = { version, revision };
  if (flags.includes('-F')) return { ok: true, said: '', release };
  if (!boards.includes(device.board)) return { ok: false, said: `upgrade: Device ${device.board} not supported by this image` };
  if (compat !== device.traits.compatVersion && !flags.includes('-n'))
    return { ok: false, said: 'upgrade: The device is supported, but the config is incompatible to the new image' };
  return { ok: true, said: '', release };
}

function metadataOf(image: Buffer): Record<string, unknown> | undefined {
  let end = image.length;
  while (end > 16 && image.readUInt32BE(end - 16) === 0x46577830) {
    const size = image.readUInt32BE(end - 4);
    if (image.readUInt8(end - 8) === 1)
      return JSON.parse(image.toString('utf8', end - size + 8, end - 16)) as Record<string, unknown>;
    end -= size;
  }
  return undefined;
}

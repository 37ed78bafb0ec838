import { createHash } from 'node:crypto';

/** Bytes that look like a firmware image and are the same at every run: a keyed stream of their name. */
export function syntheticFirmware(name: string, size: number): Buffer {
  const blocks: Buffer[] = [];
  for (let i = 0, made = 0; made < size; i += 1) {
    const block = createHash('sha512').update(`${name}:${i}`).digest();
    blocks.push(block);
    made += block.length;
  }
  return Buffer.concat(blocks).subarray(0, size);
}

export function sha1Of(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

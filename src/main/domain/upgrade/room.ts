const MIB = 1024 * 1024;
/** What has to stay free beside the image, in bytes, and as a part of it: the device unpacks, tests and pivots in memory. */
const LEAST_SPARE = 8 * MIB;
const SPARE_PART = 0.25;

export type Room = { readonly kind: 'enough' } | { readonly kind: 'tight' } | { readonly kind: 'short'; readonly needed: number };

/**
 * Whether an image fits into a device's free memory; all in bytes. Its `/tmp` is memory that cannot be taken back, so that a
 * device that runs out dies in the middle. @see reference openwisp-upgrader.md 5 (not enough RAM)
 */
export function roomFor(image: number, available: number): Room {
  const needed = image + Math.max(LEAST_SPARE, image * SPARE_PART);
  if (available < needed) return { kind: 'short', needed };
  return { kind: available < 2 * image ? 'tight' : 'enough' };
}

/** First bytes of what is no firmware, whatever its name. @see reference openwisp-upgrader.md 1 (validation: magic check) */
const KINDS: readonly (readonly [string, string])[] = [
  ['ffd8ff', 'a JPEG picture'],
  ['89504e47', 'a PNG picture'],
  ['25504446', 'a PDF'],
  ['474946', 'a GIF picture'],
  ['504b0304', 'a ZIP archive'],
  ['4d5a', 'a Windows program'],
  ['7f454c46', 'a Linux program'],
  ['3c3f786d6c', 'an XML document'],
];

/** What a file is that is no firmware image; undefined where nothing speaks against it. */
export function foreignKind(head: Uint8Array, name: string): string | undefined {
  const hex = Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const known = KINDS.find(([magic]) => hex.startsWith(magic));
  if (known) return known[1];
  const text = String.fromCharCode(...head.subarray(0, 64))
    .trimStart()
    .toLowerCase();
  if (text.startsWith('<!doctype html') || text.startsWith('<html')) return 'a web page';
  // It is the part of an image that only the builder of images needs.
  return /rootfs/i.test(name) ? 'a root file system' : undefined;
}

/** OpenWrt's file names: what stands before the first dash is who built it. */
export function typeOf(name: string): string {
  const dash = name.indexOf('-');
  return dash < 0 ? name : name.slice(dash + 1);
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/**
 * A size as people write it, in bytes: `20 GB`, `1.5tb`, `500MB`, `512MiB`, `1048576`. Units are decimal as disks are
 * sold, and binary with an `i`. Undefined for what is none, for nothing, and for more than a number can hold exactly.
 */
export function parseSize(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,15}(?:[.,]\d{1,6})?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = UNITS[(unit ?? '?').toLowerCase()];
  if (number === undefined || factor === undefined) return undefined;
  const bytes = Math.round(Number(number.replace(',', '.')) * factor);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

const UNITS: Readonly<Record<string, number>> = { '': 1e9, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/**
 * Bytes of a size as a person types it: `2`, `1,5 GB`, `500 Mo`; without a unit it is in gigabytes of 1,000 megabytes.
 * Null for nothing typed, which is no limit; undefined where it cannot be read.
 */
export function parseSize(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const [, digits = '', unit = ''] = /^\s*(\d{1,9}(?:[.,]\d{1,3})?)\s*(?:([kmgt]?)(?:b|o))?\s*$/i.exec(text) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  if (digits === '' || factor === undefined) return undefined;
  return Math.round(Number(digits.replace(',', '.')) * factor) || undefined; // No room at all is no limit.
}

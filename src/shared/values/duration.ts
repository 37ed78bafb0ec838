const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };

/** Milliseconds of `90 s`, `10 min`, `1,5 h`. A bare number is none: nobody could say of what. */
export function parseDuration(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^\s*(\d{1,9}(?:[.,]\d{1,3})?)\s*(ms|s|min|h)\.?\s*$/i.exec(text) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return digits === '' || factor === undefined ? undefined : Math.round(Number(digits.replace(',', '.')) * factor);
}

/** In the largest unit that says it without a fraction; read back, it is the same. */
export function durationText(milliseconds: number): string {
  if (milliseconds === 0) return '0 s';
  const unit = ['h', 'min', 's'].find((one) => milliseconds % (UNITS[one] ?? 1) === 0) ?? 'ms';
  return `${milliseconds / (UNITS[unit] ?? 1)} ${unit}`;
}

/** Columns stand below each other: two lines or more have a gap within. Wrapped, they could not be read any more. */
export function isAligned(text: string): boolean {
  return text.split('\n').filter((line) => /\S {2,}\S/.test(line)).length >= 2;
}

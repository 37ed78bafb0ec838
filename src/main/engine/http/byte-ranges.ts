/** Bytes from `start` on, `end` not among them. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** More are a burden that nobody needs: the whole is sent then. */
const RANGES_MAX = 32;
/** Parts that lie nearer go as one: a part's own header is longer than what lies between. */
const NEAR_BYTES = 80;

/**
 * What a `Range` header asks for of `size` bytes: sorted and joined ranges, `unsatisfiable`, or undefined where the
 * header is to be ignored and the whole sent: another unit, a syntax error, too many ranges.
 *
 * @see RFC 9110 §14.1.2, §14.2
 */
export function readRanges(header: string, size: number): ByteRange[] | 'unsatisfiable' | undefined {
  const [, list] = /^bytes=(.*)$/i.exec(header) ?? [];
  const specs = (list ?? '').split(',').map((spec) => spec.trim());
  if (list === undefined || specs.length > RANGES_MAX) return undefined;
  const ranges: ByteRange[] = [];
  for (const spec of specs) {
    const [, first, last] = /^(\d{0,15})-(\d{0,15})$/.exec(spec) ?? [];
    if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
    if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
    const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
    const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
    if (start < end) ranges.push({ start, end });
  }
  return ranges.length === 0 ? 'unsatisfiable' : join(ranges);
}

function join(ranges: readonly ByteRange[]): ByteRange[] {
  const joined: ByteRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const former = joined.at(-1);
    if (former && range.start <= former.end + NEAR_BYTES)
      joined[joined.length - 1] = { start: former.start, end: Math.max(former.end, range.end) };
    else joined.push(range);
  }
  return joined;
}

/** What crosses between a page and the main side: JSON, and the values that structured clone has and JSON lacks. */
export interface TaggedJson {
  write(value: unknown): string;
  read(text: string): unknown;
}

/** Needs nothing from outside itself: its source text also runs inside pages. */
export function taggedJson(): TaggedJson {
  const TAG = '$tag';
  const pack = (value: unknown): unknown => {
    if (value === undefined) return { [TAG]: 'undefined' };
    if (typeof value === 'bigint') return { [TAG]: 'bigint', value: String(value) };
    if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('An object could not be cloned.');
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Date) return { [TAG]: 'date', value: value.getTime() };
    if (value instanceof Uint8Array) return { [TAG]: 'bytes', value: Array.from(value) };
    if (Array.isArray(value)) return value.map(pack);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pack(inner)]));
  };
  const unpack = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(unpack);
    const tagged = value as Record<string, unknown>;
    if (tagged[TAG] === 'undefined') return undefined;
    if (tagged[TAG] === 'bigint') return BigInt(String(tagged.value));
    if (tagged[TAG] === 'date') return new Date(Number(tagged.value));
    if (tagged[TAG] === 'bytes') return Uint8Array.from(tagged.value as number[]);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpack(inner)]));
  };
  return { write: (value) => JSON.stringify(pack(value)), read: (text) => unpack(JSON.parse(text)) };
}

import { type ByteRange, readRanges } from './byte-ranges.ts';

/** What a client may compare its copy with. */
export interface Validators {
  /** Bytes. */
  readonly size: number;
  /** With its quotes; one that begins with `W/` says only that it is probably the same. */
  readonly etag: string;
  /** Milliseconds since 1970: the end of the second of the last change. */
  readonly modifiedAt: number;
}

export type ResponsePlan =
  | { readonly kind: 'whole' }
  | { readonly kind: 'parts'; readonly ranges: readonly ByteRange[] }
  | { readonly kind: 'not-modified' }
  | { readonly kind: 'precondition-failed' }
  | { readonly kind: 'range-not-satisfiable' };

/**
 * What of a file goes out.
 *
 * @see RFC 9110 §13.2.2, §14.2
 */
export function planResponse(method: string, headers: ReadonlyMap<string, string>, file: Validators): ResponsePlan {
  if (headers.size === 0) return { kind: 'whole' };
  const match = headers.get('if-match');
  const unmodifiedSince = headers.get('if-unmodified-since');
  if (match !== undefined ? !names(match, file.etag, 'strong') : isModifiedSince(unmodifiedSince, file))
    return { kind: 'precondition-failed' };
  const noneMatch = headers.get('if-none-match');
  const modifiedSince = headers.get('if-modified-since');
  const has = noneMatch !== undefined ? names(noneMatch, file.etag, 'weak') : isModifiedSince(modifiedSince, file) === false;
  if (has) return { kind: 'not-modified' };
  const range = headers.get('range');
  if (range === undefined || method !== 'GET' || !isSameFile(headers.get('if-range'), file)) return { kind: 'whole' };
  const ranges = readRanges(range, file.size);
  if (ranges === 'unsatisfiable') return { kind: 'range-not-satisfiable' };
  const asked = ranges?.reduce((sum, { start, end }) => sum + end - start, 0) ?? file.size;
  return ranges === undefined || asked >= file.size ? wholeOr(ranges, file.size) : { kind: 'parts', ranges };
}

/** All bytes as one range were asked for as a range, and are answered as one. */
function wholeOr(ranges: readonly ByteRange[] | undefined, size: number): ResponsePlan {
  return ranges?.length === 1 && size > 0 ? { kind: 'parts', ranges } : { kind: 'whole' };
}

/** Whether a list of entity tags has this one. @see RFC 9110 §8.8.3.2 */
function names(list: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (list === '*') return true;
  const tags: string[] = list.match(/(?:W\/)?"[^"]*"/g) ?? [];
  if (comparison === 'strong') return !etag.startsWith('W/') && tags.includes(etag);
  return tags.some((tag) => tag.replace(/^W\//, '') === etag.replace(/^W\//, ''));
}

/** Undefined where there is no date, or none that can be read: then it does not count. */
function isModifiedSince(date: string | undefined, file: Validators): boolean | undefined {
  const since = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(since) ? undefined : wholeSeconds(file.modifiedAt) > since;
}

/** Whether a range continues the copy that the client has. Only what is sure counts. @see RFC 9110 §13.1.5 */
function isSameFile(ifRange: string | undefined, file: Validators): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.includes('"')) return ifRange === file.etag && !file.etag.startsWith('W/');
  return Date.parse(ifRange) === wholeSeconds(file.modifiedAt);
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { endedBy, stallFailure } from '../network/exchange.ts';
import { shownUrl } from '../network/host-key.ts';
import type { NetworkAccess } from '../network/network.ts';
import { openFtp } from '../network/open-ftp.ts';
import { openHttp, type OpenedHttp, pageFailure } from '../network/open-http.ts';
import { readChunks } from '../store/read-chunks.ts';
import { DEFAULT_NETWORK } from './network-policy.ts';
import { Patience } from './patience.ts';

/** An open source of bytes. `chunks` is read once; it ends early or throws a coded failure. */
export interface Source {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Where in the whole the first byte stands: 0, or the place that was asked for. */
  readonly start: number;
  /** Bytes of the whole that were announced, where they were. */
  readonly total: number | null;
  /** A strong ETag or a date: names this content when the rest is asked for later. */
  readonly validator: string | null;
  /** Hangs up, where the bytes are not wanted after all. */
  cancel(): void;
}

export interface SourceOptions {
  readonly signal: AbortSignal;
  /** Bytes after which the source is given up: `source.too-large`. */
  readonly limit: number;
  /** `file:` addresses are only for what the user pointed at himself. */
  readonly allowFile: boolean;
  /** Milliseconds without an answer or a byte after which the source is given up. */
  readonly stallMs?: number;
  /** Bytes of the whole, where they were declared: a web page of that very size is what was wanted. */
  readonly size?: number;
  readonly network: NetworkAccess;
  /** Only what comes after these bytes, if the content is still the one that the validator names. */
  readonly rest?: { readonly from: number; readonly validator: string };
}

/**
 * Opens `http:`, `https:`, `ftp:` or `file:`; through a proxy and signed in where that is set.
 *
 * @throws ProvdeskError `source.url-invalid`, `source.credentials-in-url`, `source.unreachable`, `source.status`,
 *   `source.stalled`, `source.sign-in-*`, `source.proxy-*`; while reading also `source.cut-off`, `source.too-large`;
 *   `operations.cancelled` once `signal` fires
 */
export async function openSource(url: string, options: SourceOptions): Promise<Source> {
  const parsed = parseSourceUrl(url);
  if (parsed.protocol === 'file:' && options.allowFile) return await openFile(parsed, options);
  if (parsed.protocol === 'http:' || parsed.protocol === 'https:') return await openWeb(parsed, options);
  // Of proxies for ftp:, those are known that are asked in HTTP.
  if (parsed.protocol === 'ftp:' && options.network.proxyFor(parsed)) return await openWeb(parsed, options);
  if (parsed.protocol === 'ftp:') return await openFileServer(parsed, options);
  throw new ProvdeskError('source.url-invalid', { url: shownUrl(parsed).slice(0, 300) });
}

/** @throws ProvdeskError `source.url-invalid`; `source.credentials-in-url`, as it would be shown and logged */
export function parseSourceUrl(url: string): URL {
  if (!URL.canParse(url)) throw new ProvdeskError('source.url-invalid', { url: url.slice(0, 300).replace(/\/\/[^/]*@/, '//') });
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '')
    throw new ProvdeskError('source.credentials-in-url', { host: parsed.host });
  return parsed;
}

/** Reads a small source whole as text, UTF-8. */
export async function readText(url: string, options: SourceOptions): Promise<string> {
  const source = await openSource(url, options);
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.chunks) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** A name in the folder of an index: `https://host/dir` + `a b.tar.bz2`. */
export function resolveUrl(base: string, name: string): string {
  const folder = base.endsWith('/') ? base : `${base}/`;
  return new URL(name.split('/').map(encodeURIComponent).join('/'), folder).href;
}

async function openFile(url: URL, options: SourceOptions): Promise<Source> {
  try {
    const filePath = fileURLToPath(url);
    const found = await stat(filePath);
    if (!found.isFile()) throw new Error('it is not a file');
    const cancel = () => undefined; // Nothing is open before the first byte is asked for.
    const watch = { url: url.href, carrier: null, page: null, expected: found.size, options, release: cancel };
    const chunks = watched(readChunks(filePath), watch);
    return { chunks, start: 0, total: found.size, validator: null, cancel };
  } catch (error) {
    throw new ProvdeskError('source.unreachable', { url: url.href, reason: reasonOf(error) }, { cause: error });
  }
}

async function openWeb(url: URL, options: SourceOptions): Promise<Source> {
  const { network, signal, rest } = options;
  const headers = {
    'accept-encoding': 'identity',
    'user-agent': 'Provdesk',
    ...(rest ? { range: `bytes=${rest.from}-`, 'if-range': rest.validator } : {}),
  };
  const opened = await openHttp({ method: 'GET', url, headers, signal, headMs: stallMs(options), network });
  const place = placeOf(opened, options);
  const release = () => opened.close();
  if (place) {
    const page = pageFailure(url, opened);
    if (page && place.total !== null && options.size !== undefined && place.total !== options.size) {
      release();
      throw page;
    }
    const expected = place.total === null ? null : place.total - place.start;
    const { carrier } = opened;
    const chunks = watched(opened.body, { url: shownUrl(url), carrier, page, expected, options, release });
    return { chunks, ...place, validator: validatorOf(opened), cancel: release };
  }
  release();
  // A part that was not asked for, or none where the file has become shorter: the whole is asked for instead.
  if (rest && (opened.status === 206 || opened.status === 416)) {
    const { rest: _, ...whole } = options;
    return await openWeb(url, whole);
  }
  throw new ProvdeskError('source.status', { url: shownUrl(url), status: opened.status });
}

async function openFileServer(url: URL, options: SourceOptions): Promise<Source> {
  const { network, signal, rest } = options;
  const opened = await openFtp({ url, network, signal, headMs: stallMs(options), rest });
  const { start, total, validator, chunks } = opened;
  const release = () => opened.close();
  const expected = total === null ? null : total - start;
  const watch = { url: shownUrl(url), carrier: null, page: null, expected, options, release };
  return { chunks: watched(chunks, watch), start, total, validator, cancel: release };
}

/** Which part of the whole an answer is; nothing where it is not one that can be used. @see RFC 9110 §14.4, §15.3.7 */
function placeOf({ status, headers }: OpenedHttp, { rest }: SourceOptions): { start: number; total: number | null } | undefined {
  if (status === 200) return { start: 0, total: numberOf(headers['content-length']) };
  if (status !== 206 || !rest) return undefined;
  const [, start, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(headers['content-range'] ?? '') ?? [];
  return Number(start) === rest.from ? { start: rest.from, total: numberOf(total) } : undefined;
}

function validatorOf({ headers }: OpenedHttp): string | null {
  const { etag } = headers;
  // A weak ETag promises no equal bytes. @see RFC 9110 §13.1.5
  return etag !== undefined && !etag.startsWith('W/') ? etag : (headers['last-modified'] ?? null);
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

interface Watch {
  readonly url: string;
  /** The proxy that the bytes come from, where it is not the server. */
  readonly carrier: URL | null;
  /** What to say if the content begins like a web page. */
  readonly page: ProvdeskError | null;
  /** Bytes that are to come, where that is known. */
  readonly expected: number | null;
  readonly options: SourceOptions;
  release(): void;
}

/** Passes chunks on while it watches the clock, the size and the cancel signal. */
async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  { url, carrier, page, expected, options, release }: Watch,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const patience = new Patience(stallMs(options), options.signal, () => stallFailure(carrier, url, stallMs(options)));
  let received = 0;
  try {
    for (;;) {
      const next = await patience.until(iterator.next());
      if (next.done === true) break;
      if (page && received === 0 && beginsLikeAPage(next.value)) throw page;
      received += next.value.byteLength;
      if (received > options.limit) throw new ProvdeskError('source.too-large', { url, limit: options.limit });
      yield next.value;
    }
  } catch (error) {
    if (error instanceof ProvdeskError) throw error;
    if (options.signal.aborted) throw endedBy(options.signal);
    const facts = { url, actual: received, expected: expected ?? 'an unknown number' };
    throw new ProvdeskError('source.cut-off', facts, { cause: error });
  } finally {
    patience.end();
    release();
    void iterator.return?.().catch(() => undefined); // Its end is decided already; what closing it says adds nothing.
  }
  if (expected !== null && received < expected) throw new ProvdeskError('source.cut-off', { url, actual: received, expected });
}

function stallMs(options: SourceOptions): number {
  return options.stallMs ?? DEFAULT_NETWORK.stallMs;
}

function beginsLikeAPage(chunk: Uint8Array): boolean {
  return /^\s*<(?:!doctype\s+html|html|head|body)/i.test(Buffer.from(chunk.subarray(0, 200)).toString('latin1'));
}

import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { codeOf } from '../store/disk-failure.ts';
import { readChunks } from '../store/read-chunks.ts';
import { DEFAULT_NETWORK } from './network-policy.ts';

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
  /** Only what comes after these bytes, if the content is still the one that the validator names. */
  readonly rest?: { readonly from: number; readonly validator: string };
}

/**
 * Opens `http:`, `https:` or `file:`.
 *
 * @throws ProvdeskError `source.url-invalid`, `source.unreachable`, `source.status`, `source.stalled`;
 *   while reading also `source.cut-off`, `source.too-large`; `operations.cancelled` once `signal` fires
 */
export async function openSource(url: string, options: SourceOptions): Promise<Source> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 'file:' && options.allowFile) return await openFile(parsed, options);
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return await openHttp(parsed, options);
  throw new ProvdeskError('source.url-invalid', { url: url.slice(0, 300) });
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
    const chunks = watched(readChunks(filePath), { url: url.href, expected: found.size, options, release: cancel });
    return { chunks, start: 0, total: found.size, validator: null, cancel };
  } catch (error) {
    throw new ProvdeskError('source.unreachable', { url: url.href, reason: reasonOf(error) }, { cause: error });
  }
}

async function openHttp(url: URL, options: SourceOptions): Promise<Source> {
  const { response, release } = await request(url, options);
  const place = placeOf(response, options);
  if (place && response.body) {
    const expected = place.total === null ? null : place.total - place.start;
    const chunks = watched(response.body, { url: url.href, expected, options, release });
    return { chunks, ...place, validator: validatorOf(response), cancel: release };
  }
  release();
  // A part that was not asked for, or none where the file has become shorter: the whole is asked for instead.
  if (options.rest && (response.status === 206 || response.status === 416)) {
    const { rest: _, ...whole } = options;
    return await openHttp(url, whole);
  }
  throw new ProvdeskError('source.status', { url: url.href, status: response.status });
}

async function request(url: URL, options: SourceOptions): Promise<{ response: Response; release: () => void }> {
  // One controller for the user's cancel and for our deadlines, so that either closes the connection.
  const connection = new AbortController();
  const forwardCancel = () => connection.abort(options.signal.reason);
  options.signal.addEventListener('abort', forwardCancel, { once: true });
  if (options.signal.aborted) forwardCancel();
  const deadline = setTimeout(() => connection.abort(stalled(url.href, options)), stallMs(options));
  const release = () => {
    clearTimeout(deadline);
    options.signal.removeEventListener('abort', forwardCancel);
    connection.abort();
  };
  try {
    const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'Provdesk' };
    if (options.rest) Object.assign(headers, { range: `bytes=${options.rest.from}-`, 'if-range': options.rest.validator });
    const response = await fetch(url, { signal: connection.signal, headers });
    clearTimeout(deadline);
    return { response, release };
  } catch (error) {
    release();
    throw asSourceFailure(error, url.href, options.signal, connection.signal);
  }
}

/** Which part of the whole an answer is; nothing where it is not one that can be used. @see RFC 9110 §14.4, §15.3.7 */
function placeOf(response: Response, { rest }: SourceOptions): { start: number; total: number | null } | undefined {
  if (response.status === 200) return { start: 0, total: numberOf(response.headers.get('content-length')) };
  if (response.status !== 206 || !rest) return undefined;
  const [, start, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  return Number(start) === rest.from ? { start: rest.from, total: numberOf(total ?? null) } : undefined;
}

function validatorOf({ headers }: Response): string | null {
  const etag = headers.get('etag');
  // A weak ETag promises no equal bytes. @see RFC 9110 §13.1.5
  return etag !== null && !etag.startsWith('W/') ? etag : headers.get('last-modified');
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

interface Watch {
  readonly url: string;
  /** Bytes that are to come, where that is known. */
  readonly expected: number | null;
  readonly options: SourceOptions;
  release(): void;
}

/** Passes chunks on while it watches the clock, the size and the cancel signal. */
async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  { url, expected, options, release }: Watch,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let received = 0;
  try {
    for (;;) {
      const next = await withinDeadline(iterator.next(), url, options);
      if (next.done === true) break;
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
    release();
    void iterator.return?.().catch(() => undefined); // Its end is decided already; what closing it says adds nothing.
  }
  if (expected !== null && received < expected) throw new ProvdeskError('source.cut-off', { url, actual: received, expected });
}

async function withinDeadline<T>(work: Promise<T>, url: string, options: SourceOptions): Promise<T> {
  const { signal } = options;
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(stalled(url, options)), stallMs(options));
        onAbort = () => reject(endedBy(signal));
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
      }),
    ]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined); // It lost the race: what won has been told.
  }
}

function asSourceFailure(error: unknown, url: string, cancelled: AbortSignal, connection: AbortSignal): ProvdeskError {
  if (cancelled.aborted) return endedBy(cancelled);
  if (error instanceof ProvdeskError) return error;
  if (connection.reason instanceof ProvdeskError) return connection.reason;
  const cause = error instanceof Error ? error.cause : undefined;
  const reason = codeOf(cause) ?? (cause instanceof Error ? cause.message : reasonOf(error));
  return new ProvdeskError('source.unreachable', { url, reason }, { cause: error });
}

/** A person cancelled, or whoever set the signal gave a reason of ours: a deadline of the whole, say. */
function endedBy(signal: AbortSignal): ProvdeskError {
  return signal.reason instanceof ProvdeskError ? signal.reason : new ProvdeskError('operations.cancelled');
}

function stallMs(options: SourceOptions): number {
  return options.stallMs ?? DEFAULT_NETWORK.stallMs;
}

function stalled(url: string, options: SourceOptions): ProvdeskError {
  return new ProvdeskError('source.stalled', { url, seconds: Math.ceil(stallMs(options) / 1000) });
}

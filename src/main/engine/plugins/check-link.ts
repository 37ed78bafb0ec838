import { ProvdeskError } from '../../../shared/failures.ts';
import { shownUrl } from '../network/host-key.ts';
import type { NetworkAccess } from '../network/network.ts';
import { askFtpSize } from '../network/open-ftp.ts';
import { type OpenedHttp, openHttp, pageFailure } from '../network/open-http.ts';
import { parseSourceUrl } from './source.ts';

export interface LinkQuestion {
  readonly url: string;
  /** Bytes, as plugins declare them: they may not agree. */
  readonly sizes: readonly number[];
  readonly signal: AbortSignal;
  readonly patienceMs: number;
  readonly network: NetworkAccess;
}

/**
 * Asks whether an address still has a file, without fetching it: HEAD, and where that answer is not the expected one, as
 * many servers take no HEAD or answer it wrong, a GET of one byte that is hung up on after its head; of an FTP server,
 * the size.
 *
 * @returns the bytes of the whole, where they are announced
 * @throws ProvdeskError what `openSource` says before the first byte; `operations.cancelled`
 */
export async function checkLink(question: LinkQuestion): Promise<number | null> {
  const { sizes, signal, patienceMs, network } = question;
  const url = parseSourceUrl(question.url);
  if (url.protocol === 'ftp:' && !network.proxyFor(url)) return await askFtpSize({ url, network, signal, headMs: patienceMs });
  if (!['http:', 'https:', 'ftp:'].includes(url.protocol)) throw new ProvdeskError('source.url-invalid', { url: shownUrl(url) });
  const head = await ask('HEAD', url, question);
  const isExpected = head.status === 200 && (head.length === null || sizes.includes(head.length));
  const { status, length } = isExpected ? head : await ask('GET', url, question);
  if (status !== 200 && status !== 206) throw new ProvdeskError('source.status', { url: shownUrl(url), status });
  return length;
}

async function ask(
  method: 'HEAD' | 'GET',
  url: URL,
  { sizes, signal, patienceMs, network }: LinkQuestion,
): Promise<{ status: number; length: number | null }> {
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'Provdesk' };
  if (method === 'GET') headers.range = 'bytes=0-0';
  const opened = await openHttp({ method, url, headers, signal, headMs: patienceMs, network });
  opened.close();
  const length = lengthOf(opened);
  const page = pageFailure(url, opened);
  if (page && opened.status === 200 && (length === null || !sizes.includes(length))) throw page;
  return { status: opened.status, length };
}

/** Of the whole, also where a part was answered. @see RFC 9110 §14.4 */
function lengthOf({ status, headers }: Pick<OpenedHttp, 'status' | 'headers'>): number | null {
  const text = status === 206 ? headers['content-range']?.split('/').at(-1) : headers['content-length'];
  return text && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

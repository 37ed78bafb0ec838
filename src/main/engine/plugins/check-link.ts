import { ProvdeskError } from '../../../shared/failures.ts';
import { shownUrl } from '../network/host-key.ts';
import type { NetworkAccess } from '../network/network.ts';
import { askFtpSize } from '../network/open-ftp.ts';
import { openHttp, pageFailure } from '../network/open-http.ts';
import { parseSourceUrl } from './source.ts';

/** Answers after which a server may still have the file: it only does not take HEAD. */
const TAKES_NO_HEAD = new Set([400, 403, 405, 501]);

export interface LinkQuestion {
  readonly url: string;
  /** Bytes, as the plugin declares them. */
  readonly size: number;
  readonly signal: AbortSignal;
  readonly patienceMs: number;
  readonly network: NetworkAccess;
}

/**
 * Asks whether an address still has the file, without fetching it: HEAD, and where a server takes none, a GET that is
 * hung up on after its head; of an FTP server, the size.
 *
 * @throws ProvdeskError what `openSource` says before the first byte; `packages.size-mismatch` where another length is
 *   announced; `operations.cancelled`
 */
export async function checkLink(question: LinkQuestion): Promise<void> {
  const { size } = question;
  const url = parseSourceUrl(question.url);
  const length = await lengthAt(url, question);
  if (length === null || length === size) return;
  const file = url.pathname.split('/').at(-1) ?? '';
  throw new ProvdeskError('packages.size-mismatch', { file, expected: size, actual: length, url: question.url });
}

async function lengthAt(url: URL, question: LinkQuestion): Promise<number | null> {
  const { signal, patienceMs, network } = question;
  if (url.protocol === 'ftp:' && !network.proxyFor(url)) return await askFtpSize({ url, network, signal, headMs: patienceMs });
  if (!['http:', 'https:', 'ftp:'].includes(url.protocol)) throw new ProvdeskError('source.url-invalid', { url: shownUrl(url) });
  const head = await ask('HEAD', url, question);
  const { status, length } = TAKES_NO_HEAD.has(head.status) ? await ask('GET', url, question) : head;
  if (status !== 200) throw new ProvdeskError('source.status', { url: shownUrl(url), status });
  return length;
}

async function ask(
  method: 'HEAD' | 'GET',
  url: URL,
  { size, signal, patienceMs, network }: LinkQuestion,
): Promise<{ status: number; length: number | null }> {
  const headers = { 'accept-encoding': 'identity', 'user-agent': 'Provdesk' };
  const opened = await openHttp({ method, url, headers, signal, headMs: patienceMs, network });
  opened.close();
  const text = opened.headers['content-length'];
  const length = text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
  const page = pageFailure(url, opened);
  if (page && opened.status === 200 && length !== size) throw page;
  return { status: opened.status, length };
}

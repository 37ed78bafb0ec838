import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { codeOf } from '../store/disk-failure.ts';

export interface LinkQuestion {
  readonly url: string;
  /** Bytes, as plugins declare them: they may not agree. */
  readonly sizes: readonly number[];
  readonly signal: AbortSignal;
  readonly patienceMs: number;
}

/**
 * Asks whether an address still has a file, without fetching it: HEAD, and where that answer is not the expected one, as
 * many servers take no HEAD or answer it wrong, a GET of one byte that is hung up on after its head.
 *
 * @returns the bytes of the whole, where they are announced
 * @throws ProvdeskError `source.status`, `source.unreachable`, `source.stalled`, `source.url-invalid`, `operations.cancelled`
 */
export async function checkLink(question: LinkQuestion): Promise<number | null> {
  const { url, sizes } = question;
  if (!/^https?:/i.test(url) || !URL.canParse(url)) throw new ProvdeskError('source.url-invalid', { url: url.slice(0, 300) });
  const head = await ask('HEAD', question);
  const isExpected = head.status === 200 && (head.length === null || sizes.includes(head.length));
  const answer = isExpected ? head : await ask('GET', question);
  if (answer.status !== 200 && answer.status !== 206) throw new ProvdeskError('source.status', { url, status: answer.status });
  return answer.length;
}

async function ask(
  method: 'HEAD' | 'GET',
  { url, signal, patienceMs }: LinkQuestion,
): Promise<{ status: number; length: number | null }> {
  const connection = new AbortController();
  const cancel = () => connection.abort();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    connection.abort();
  }, patienceMs);
  try {
    const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'Provdesk' };
    if (method === 'GET') headers.range = 'bytes=0-0';
    const response = await fetch(url, { method, headers, signal: connection.signal });
    return { status: response.status, length: lengthOf(response) };
  } catch (error) {
    if (signal.aborted) throw new ProvdeskError('operations.cancelled');
    if (late) throw new ProvdeskError('source.stalled', { url, seconds: Math.ceil(patienceMs / 1000) });
    const cause = error instanceof Error ? error.cause : undefined;
    throw new ProvdeskError('source.unreachable', { url, reason: codeOf(cause) ?? reasonOf(cause ?? error) }, { cause: error });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
    connection.abort(); // The body of a GET is not wanted.
  }
}

/** Of the whole, also where a part was answered. @see RFC 9110 §14.4 */
function lengthOf({ status, headers }: Response): number | null {
  const text = status === 206 ? headers.get('content-range')?.split('/').at(-1) : headers.get('content-length');
  return text && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { codeOf } from '../store/disk-failure.ts';

/** Answers after which a server may still have the file: it only does not take HEAD. */
const TAKES_NO_HEAD = new Set([400, 403, 405, 501]);

export interface LinkQuestion {
  readonly url: string;
  /** Bytes, as the plugin declares them. */
  readonly size: number;
  readonly signal: AbortSignal;
  readonly patienceMs: number;
}

/**
 * Asks whether an address still has the file, without fetching it: HEAD, and where a server takes none, a GET that is
 * hung up on after its head.
 *
 * @throws ProvdeskError `source.status`, `source.unreachable`, `source.stalled`, `source.url-invalid`,
 *   `packages.size-mismatch` where another length is announced; `operations.cancelled`
 */
export async function checkLink(question: LinkQuestion): Promise<void> {
  const { url, size } = question;
  if (!/^https?:/i.test(url) || !URL.canParse(url)) throw new ProvdeskError('source.url-invalid', { url: url.slice(0, 300) });
  const head = await ask('HEAD', question);
  const answer = TAKES_NO_HEAD.has(head.status) ? await ask('GET', question) : head;
  if (answer.status !== 200) throw new ProvdeskError('source.status', { url, status: answer.status });
  if (answer.length !== null && answer.length !== size) {
    throw new ProvdeskError('packages.size-mismatch', {
      file: url.split('/').at(-1) ?? url,
      expected: size,
      actual: answer.length,
      url,
    });
  }
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
    const headers = { 'accept-encoding': 'identity', 'user-agent': 'Provdesk' };
    const response = await fetch(url, { method, headers, signal: connection.signal });
    const length = response.headers.get('content-length');
    return { status: response.status, length: length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null };
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

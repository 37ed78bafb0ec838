import type { TestFetch, TestFetchWish } from '../../../shared/contract/serving-test.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { FetchThreads } from './fetch-threads.ts';
import type { FetchTask } from './fetching.ts';
import { fetchFailure, type Source } from './verdict.ts';

/** Firmware of phones is far below; a disk image is no test. */
const MAX_BYTES = 1_000_000_000;
const PORTS = { tftp: 69, http: 80, https: 443 } as const;

/** Fetches a file from anywhere, to tell what comes. @throws ProvdeskError `test.*`, `source.unreachable`, `source.credentials-in-url` */
export async function fetchUrl(wish: TestFetchWish, threads: Pick<FetchThreads, 'fetch'>): Promise<TestFetch> {
  const { source, task } = parseTestUrl(wish);
  const fetched = await threads.fetch(task);
  if (fetched.kind !== 'got') throw fetchFailure(fetched, source);
  const { kind: _, ...got } = fetched;
  return { url: source.url, ...got };
}

/** `tftp://host[:port]/file` names the file as it stands (RFC 3617), with `%20` for a blank. @throws ProvdeskError `test.url-invalid`, `source.credentials-in-url` */
export function parseTestUrl({ url, blockSize, windowSize }: TestFetchWish): { source: Source; task: FetchTask } {
  const parsed = URL.parse(url);
  const protocol = protocolOf(parsed?.protocol);
  if (!parsed || !protocol || parsed.hostname === '') throw new ProvdeskError('test.url-invalid', { url });
  if (parsed.username || parsed.password) throw new ProvdeskError('source.credentials-in-url', { host: parsed.host });
  const port = parsed.port === '' ? PORTS[protocol] : Number(parsed.port);
  const source = { url, protocol, port };
  if (protocol !== 'tftp') return { source, task: { kind: 'http', url: parsed.href, maxBytes: MAX_BYTES } };
  const path = nameOf(parsed);
  if (path === undefined || port === 0) throw new ProvdeskError('test.url-invalid', { url });
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  return { source, task: { kind: 'tftp', host, port, path, blockSize, windowSize, maxBytes: MAX_BYTES } };
}

function protocolOf(scheme: string | undefined): Source['protocol'] | undefined {
  return (['tftp', 'http', 'https'] as const).find((known) => `${known}:` === scheme);
}

/** The name without the slash that parts it from the host, and without `;mode=…`. Undefined where there is none that a request can hold. */
function nameOf({ pathname, search }: URL): string | undefined {
  try {
    const name = decodeURIComponent(`${pathname}${search}`.slice(1).replace(/;mode=\w+$/, ''));
    return name === '' || name.includes('\0') || Buffer.byteLength(name) > 400 ? undefined : name;
  } catch {
    return undefined; // A lone percent sign.
  }
}

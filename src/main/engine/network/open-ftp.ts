import { PassThrough } from 'node:stream';
import { Client, FTPError } from 'basic-ftp';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { codeOf } from '../store/disk-failure.ts';
import { endedBy, stallFailure } from './exchange.ts';
import { hostKey, shownUrl } from './host-key.ts';
import type { NetworkAccess } from './network.ts';

export interface FtpOpening {
  readonly url: URL;
  readonly network: NetworkAccess;
  readonly signal: AbortSignal;
  /** Milliseconds within which the server must be ready to send. */
  readonly headMs: number;
  readonly rest?: { readonly from: number; readonly validator: string } | undefined;
}

export interface OpenedFtp {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly start: number;
  readonly total: number | null;
  /** Size and date together: FTP has no better name for a content. */
  readonly validator: string | null;
  close(): void;
}

/**
 * Signs in (anonymously where no sign-in is kept for that host), and has the file sent passively and in binary, from
 * where an earlier attempt ended if the file is still the same.
 *
 * @throws ProvdeskError `source.status` with FTP's reply, `source.sign-in-needed`, `source.sign-in-refused`,
 *   `source.unreachable`, `source.stalled`, `source.url-invalid`; the signal's reason
 * @see RFC 959, RFC 2428 (EPSV), RFC 3659 (SIZE, MDTM, REST)
 */
export async function openFtp(opening: FtpOpening): Promise<OpenedFtp> {
  const { client, path, total, validator } = await enter(opening);
  const { rest } = opening;
  const start =
    rest && validator !== null && rest.validator === validator && (total === null || rest.from < total) ? rest.from : 0;
  return { chunks: download(client, path, start, opening), start, total, validator, close: () => client.close() };
}

/** What the server says of the file's size, without having it sent; null where it does not tell. */
export async function askFtpSize(opening: FtpOpening): Promise<number | null> {
  const { client, path, total } = await enter(opening);
  client.close();
  if (total === null) throw refusal(opening, new FTPError({ code: 550, message: path }));
  return total;
}

async function enter(
  opening: FtpOpening,
): Promise<{ client: Client; path: string; total: number | null; validator: string | null }> {
  const { url, network, signal, headMs } = opening;
  const path = pathOf(url);
  const signIn = await network.signIn(hostKey(url));
  // A server may name another machine for the data: that is how a firewall is walked around, so it is refused.
  const client = new Client(0, { allowSeparateTransferHost: false });
  let ended: ProvdeskError | undefined;
  const end = (reason: ProvdeskError) => {
    ended ??= reason;
    client.close();
  };
  const cancel = () => end(endedBy(signal));
  const deadline = setTimeout(() => end(stallFailure(null, shownUrl(url), headMs)), headMs);
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    if (signIn) network.sentInClear(hostKey(url));
    await client.connect(url.hostname.replace(/^\[|\]$/g, ''), Number(url.port || 21));
    await client.login(signIn?.user ?? 'anonymous', signIn?.password ?? 'provdesk@').catch((error: unknown) => {
      throw error instanceof FTPError && error.code === 530 ? notLetIn(url, signIn !== undefined) : error;
    });
    await client.send('TYPE I');
    const total = await client.size(path).catch(unlessLost);
    const date = await client.lastMod(path).catch(unlessLost);
    return { client, path, total, validator: total === null || date === null ? null : `${total} ${date.toISOString()}` };
  } catch (error) {
    client.close();
    throw ended ?? refusal(opening, error);
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', cancel);
  }
}

/** Many servers know neither SIZE nor MDTM: that is no failure. A lost connection is one. */
function unlessLost(error: unknown): null {
  if (error instanceof FTPError && error.code >= 500) return null;
  throw error;
}

async function* download(client: Client, path: string, start: number, opening: FtpOpening): AsyncGenerator<Uint8Array> {
  const pipe = new PassThrough();
  const prepare = client.prepareTransfer;
  // Without a connection for the data nothing was cut off: nothing began.
  client.prepareTransfer = (ftp) => prepare(ftp).catch((error: unknown) => Promise.reject(refusal(opening, error)));
  const done = client.downloadTo(pipe, path, start);
  // What came before an error is still read; then waiting for the end brings the error.
  done.catch(() => pipe.end());
  try {
    for await (const chunk of pipe) yield chunk as Uint8Array;
    await done; // The data may have ended early: only the server's last word says that it was all.
  } catch (error) {
    throw error instanceof FTPError ? refusal(opening, error) : error;
  } finally {
    client.close();
  }
}

function refusal({ url }: FtpOpening, error: unknown): ProvdeskError {
  if (error instanceof ProvdeskError) return error;
  const shown = shownUrl(url);
  // 421 and 425 are about the connection, all others about what was asked.
  if (error instanceof FTPError)
    return new ProvdeskError('source.status', { url: shown, status: error.code, ftp: true }, { cause: error });
  return new ProvdeskError('source.unreachable', { url: shown, reason: codeOf(error) ?? reasonOf(error) }, { cause: error });
}

function notLetIn(url: URL, asSomebody: boolean): ProvdeskError {
  const facts = { host: hostKey(url), url: shownUrl(url) };
  return new ProvdeskError(asSomebody ? 'source.sign-in-refused' : 'source.sign-in-needed', facts);
}

/** @see RFC 1738 §3.2.2 */
function pathOf(url: URL): string {
  const invalid = () => new ProvdeskError('source.url-invalid', { url: shownUrl(url).slice(0, 300) });
  let path: string;
  try {
    path = decodeURIComponent(url.pathname.slice(1).replace(/;type=[aid]$/i, ''));
  } catch {
    throw invalid();
  }
  if (path === '' || path.endsWith('/') || /[\u0000-\u001f\u007f]/.test(path)) throw invalid();
  return path;
}

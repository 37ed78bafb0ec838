import { once } from 'node:events';
import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { codeOf } from '../store/disk-failure.ts';
import { giveBack } from '../../../shared/give-back.ts';
import { hostKey, shownUrl } from './host-key.ts';

export interface Question {
  readonly method: 'GET' | 'HEAD';
  /** `ftp:` only through a proxy. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly proxy: URL | null;
  /** The value of `Proxy-Authorization` for a method and what is asked of the proxy. */
  readonly proxyAuthorization?: (method: string, uri: string) => string | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds within which the head of the answer must be there. */
  readonly headMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Empty where a proxy refused the tunnel. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Hangs up. Must be called, also after the last byte; a second time does nothing. */
  close(): void;
}

/** TLS that meets something else at the other end says one of these. */
const NO_TLS_THERE = /^(?:EPROTO|ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNSUPPORTED_PROTOCOL))$/;

/**
 * One question and the head of its answer, on a connection of its own: direct, through a proxy, or for `https:`
 * through a tunnel that a proxy opens. Redirects and sign-ins are not followed here.
 *
 * @throws ProvdeskError `source.unreachable`, `source.stalled`, or their `source.proxy-*`; the signal's reason
 * @see RFC 9110 §9.3.6 (CONNECT), RFC 9112 §3.2.2 (absolute form)
 */
export async function exchange(question: Question): Promise<Answer> {
  const { proxy, signal, url } = question;
  const connection = new AbortController();
  const forward = () => connection.abort(endedBy(signal));
  signal.addEventListener('abort', forward, { once: true });
  if (signal.aborted) forward();
  // Whoever we speak to at the moment is the one who is late or not there.
  const peer: Peer = { proxy };
  const deadline = setTimeout(() => connection.abort(stalled(peer, url, question.headMs)), question.headMs);
  const sockets: Socket[] = [];
  const keep = (opened: Socket) => {
    // Who waits on it hears of its errors; one that comes when nobody waits has nothing left to say.
    sockets.push(opened.on('error', () => undefined));
    return opened;
  };
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  const close = () => {
    clearTimeout(deadline);
    signal.removeEventListener('abort', forward);
    hangUp();
  };
  connection.signal.addEventListener('abort', hangUp, { once: true });
  try {
    const answer = await ask(question, peer, connection.signal, keep);
    clearTimeout(deadline);
    return { ...answer, close };
  } catch (error) {
    close();
    const given: unknown = connection.signal.reason;
    if (given instanceof ProvdeskError) throw given;
    if (error instanceof ProvdeskError) throw error;
    throw unreachable(peer, url, error);
  }
}

/** A person cancelled, or whoever set the signal gave a reason of ours: a deadline of the whole, say. */
export function endedBy(signal: AbortSignal): ProvdeskError {
  return signal.reason instanceof ProvdeskError ? signal.reason : new ProvdeskError('operations.cancelled');
}

interface Peer {
  /** Null once a tunnel is open: what goes wrong from then on is between us and the server. */
  proxy: URL | null;
  tunnelled?: URL;
}

type Head = Omit<Answer, 'close'>;
type Keep = (socket: Socket) => Socket;

async function ask(question: Question, peer: Peer, signal: AbortSignal, keep: Keep): Promise<Head> {
  const { url, proxy, method, headers, proxyAuthorization } = question;
  const direct = !proxy || url.protocol === 'https:';
  let socket: Socket;
  if (proxy && direct) {
    const opened = await openTunnel(question, proxy, signal, keep);
    if ('status' in opened) return opened;
    Object.assign(peer, { proxy: null, tunnelled: proxy });
    socket = await secure(url.hostname, signal, keep, { socket: opened.socket });
  } else {
    socket = await connect(proxy ?? url, signal, keep);
  }
  const target = direct ? `${url.pathname}${url.search}` : shownUrl(url);
  const authorization = direct ? undefined : proxyAuthorization?.(method, target);
  const request = httpRequest({
    createConnection: () => socket,
    method,
    path: target,
    headers: {
      host: url.host,
      ...headers,
      ...(authorization ? { 'proxy-authorization': authorization } : {}),
      connection: 'close',
    },
    signal,
  });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  // Once its head is here, what still goes wrong is told by reading the body.
  request.on('error', () => undefined);
  // Node's reader, which hears them first, has copied what is of the body.
  socket.on('data', giveBack);
  return { status: response.statusCode ?? 0, headers: response.headers, body: bodyOf(response) };
}

/** Bytes that wait for their reader, at most, before the sender has to wait. */
const MOST_WAITING = 2 ** 20;

/**
 * What came before a connection broke is still read, then the error is told: node's own way drops what nobody had
 * read by then, and a download would go on from further back, or from nothing.
 */
function bodyOf(response: IncomingMessage): AsyncIterable<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let size = 0;
  let over = false;
  let failure: unknown;
  let wake = Promise.withResolvers<void>();
  response.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk);
    size += chunk.byteLength;
    if (size > MOST_WAITING) response.pause();
    wake.resolve();
  });
  const end = (error?: unknown) => {
    failure ??= error;
    over = true;
    wake.resolve();
  };
  response.once('end', () => end());
  response.once('error', end);
  response.once('close', () => end());
  return (async function* read() {
    for (;;) {
      const chunk = waiting.shift();
      if (chunk) {
        size -= chunk.byteLength;
        if (response.isPaused() && size < MOST_WAITING / 2) response.resume();
        yield chunk;
      } else if (over) {
        if (failure !== undefined) throw failure;
        return;
      } else {
        await wake.promise;
        wake = Promise.withResolvers<void>();
      }
    }
  })();
}

async function openTunnel(
  { url, proxyAuthorization }: Question,
  proxy: URL,
  signal: AbortSignal,
  keep: Keep,
): Promise<{ socket: Socket } | Head> {
  const authority = `${url.hostname}:${url.port || '443'}`;
  const through = await connect(proxy, signal, keep);
  const authorization = proxyAuthorization?.('CONNECT', authority);
  const request = httpRequest({
    createConnection: () => through,
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, 'user-agent': 'Provdesk', ...(authorization ? { 'proxy-authorization': authorization } : {}) },
    signal,
  });
  request.end();
  const [response, socket, rest] = await connected(request);
  const status = response.statusCode ?? 0;
  if (status === 407) return { status, headers: response.headers, body: noBody() };
  if (status < 200 || status > 299)
    throw new ProvdeskError('source.proxy-status', { proxy: hostKey(proxy), status, url: shownUrl(url) });
  // A server waits for our first word; whoever speaks before is not one.
  if (rest.length > 0) throw new ProvdeskError('source.proxy-page', { proxy: hostKey(proxy), url: shownUrl(url) });
  return { socket };
}

async function connected(request: ClientRequest): Promise<[IncomingMessage, Socket, Buffer]> {
  return (await once(request, 'connect')) as [IncomingMessage, Socket, Buffer];
}

async function connect(to: URL, signal: AbortSignal, keep: Keep): Promise<Socket> {
  if (to.protocol === 'https:') return await secure(to.hostname, signal, keep, { port: Number(to.port || 443) });
  const socket = keep(connectPlain({ host: bareHost(to.hostname), port: Number(to.port || 80) }));
  await once(socket, 'connect', { signal });
  return socket;
}

async function secure(
  hostname: string,
  signal: AbortSignal,
  keep: Keep,
  by: { readonly socket: Socket } | { readonly port: number },
): Promise<TLSSocket> {
  const host = bareHost(hostname);
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({ host, ...name, ...by, ALPNProtocols: ['http/1.1'] });
  keep(socket);
  await once(socket, 'secureConnect', { signal });
  return socket;
}

function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

async function* noBody(): AsyncGenerator<Uint8Array> {}

function unreachable({ proxy, tunnelled }: Peer, url: URL, error: unknown): ProvdeskError {
  const code = codeOf(error);
  const reason = code ?? reasonOf(error);
  const page = { proxy: hostKey(proxy ?? tunnelled ?? url), url: shownUrl(url) };
  if (proxy && code?.startsWith('HPE_')) return new ProvdeskError('source.proxy-page', page, { cause: error });
  if (proxy)
    return new ProvdeskError('source.proxy-unreachable', { proxy: hostKey(proxy), reason, url: shownUrl(url) }, { cause: error });
  if (tunnelled && NO_TLS_THERE.test(reason)) return new ProvdeskError('source.proxy-page', page, { cause: error });
  return new ProvdeskError('source.unreachable', { url: shownUrl(url), reason }, { cause: error });
}

function stalled({ proxy }: Peer, url: URL, milliseconds: number): ProvdeskError {
  return stallFailure(proxy, shownUrl(url), milliseconds);
}

/** Nothing came for so long: from the proxy, where one stands between. */
export function stallFailure(proxy: URL | null, url: string, milliseconds: number): ProvdeskError {
  const seconds = Math.ceil(milliseconds / 1000);
  if (proxy) return new ProvdeskError('source.proxy-stalled', { proxy: hostKey(proxy), url, seconds });
  return new ProvdeskError('source.stalled', { url, seconds });
}

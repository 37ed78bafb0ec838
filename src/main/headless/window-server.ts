import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Transport } from '../../shared/contract/kit.ts';
import { serveWire } from '../../shared/contract/wire.ts';
import type { Log } from '../engine/host.ts';
import { documentReply, readWindowFiles, type WindowFiles, type WindowReply } from '../engine/window-files.ts';
import { hangUp, listen } from './listen.ts';
import { refusalPage } from './refusal-page.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { socketChannel } from './socket-channel.ts';
import { createUploads, parseUpload } from './uploads.ts';

export interface WindowServerOptions {
  readonly transport: Transport;
  /** Folder of the built window. */
  readonly rendererDir: string;
  /** Where files that a browser hands over are put first; absent: none are taken. */
  readonly dataDir?: string;
  /** Address to listen on; loopback unless a person chose otherwise. */
  readonly host?: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface WindowServer {
  /** `http://127.0.0.1:41234`, which alone opens nothing. */
  readonly url: string;
  /** A link that opens the window once, within ten minutes. */
  newLink(): string;
  /** Hangs up on every browser. */
  stop(): Promise<void>;
}

const MOST_FRAME_BYTES = 1024 * 1024;
const MOST_SOCKETS = 64;
const SOCKET_PATH = '/ws';
/** 4 GB over a poor wireless link. */
const LONGEST_UPLOAD_MS = 60 * 60_000;

/**
 * Serves the built window and its WebSocket to browsers that came by a one-time link.
 * Throws `serving.port-in-use`, `serving.port-forbidden`, `serving.address-unavailable` or `store.unreadable`.
 */
export async function startWindowServer(options: WindowServerOptions): Promise<WindowServer> {
  const { transport, rendererDir, dataDir, host = '127.0.0.1', log } = options;
  const files = await readWindowFiles(rendererDir);
  const sessions = createSessions(options.now ?? Date.now);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_FRAME_BYTES, perMessageDeflate: false });
  // Only an upload has a body, which may take its time: it is watched byte by byte.
  const server = createServer({ requestTimeout: LONGEST_UPLOAD_MS, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 });
  const uploads = dataDir === undefined ? undefined : createUploads(dataDir, transport);

  const port = await listen(server, 'window', host, options.port);
  const cookieName = `provdesk_${port}`; // Cookies know no ports: two engines on one machine must not share one.
  const isKnown = (request: IncomingMessage) => sessions.renew(cookieOf(request, cookieName) ?? '');

  server.on('request', (request, response) => {
    if (!isOurHost(request.headers.host)) return sendReply(request, response, plainReply(421, 'unknown host'));
    const url = parseTarget(request.url);
    if (!url) return sendReply(request, response, plainReply(400, 'bad request'));
    const upload = uploads && request.method === 'POST' ? parseUpload(url) : undefined;
    if (!upload && request.method !== 'GET' && request.method !== 'HEAD')
      return sendReply(request, response, plainReply(405, 'GET and HEAD only'));
    const known = isKnown(request);
    if (uploads && upload) {
      if (!isOwnOrigin(request)) return sendReply(request, response, plainReply(403, 'another origin'));
      if (!known) return sendReply(request, response, plainReply(401, 'no session'));
      return void uploads.take(upload, request, response);
    }
    const session = known ? undefined : exchange(request, url, sessions);
    if (session || (known && isLink(url))) return redirect(response, cookieName, session);
    if (!known) return sendReply(request, response, documentReply(refusalPage, 401));
    sendReply(request, response, answer(files, url));
  });
  server.on('upgrade', (request, socket, head) => {
    const refusal = refuseUpgrade(request, isKnown, sockets.clients.size);
    if (refusal) {
      log.warn('window', 'refused a WebSocket', { status: refusal, from: request.socket.remoteAddress ?? '?' });
      return endUpgrade(socket, refusal);
    }
    sockets.handleUpgrade(request, socket, head, (client) => serveWire(socketChannel(client), transport));
  });

  const url = `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  log.info('window', 'serving', { url });
  return {
    url,
    newLink: () => `${url}/?token=${sessions.newToken()}`,
    stop: () => stop(server, sockets),
  };
}

function answer(files: WindowFiles, url: URL): WindowReply {
  return files.reply(url.pathname) ?? plainReply(404, 'not found');
}

function isLink(url: URL): boolean {
  return url.pathname === '/' && url.searchParams.has('token');
}

/** Only a GET uses a link up: what looks at links for previews asks HEAD. */
function exchange(request: IncomingMessage, url: URL, sessions: Sessions): string | undefined {
  return isLink(url) && request.method === 'GET' ? sessions.exchange(url.searchParams.get('token') ?? '') : undefined;
}

/** To an address without the token, so that it stays neither in the history nor in a Referer. */
function redirect(response: ServerResponse, cookieName: string, session: string | undefined): void {
  if (session) response.setHeader('set-cookie', `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`);
  response.writeHead(303, {
    location: '/',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-length': '0',
  });
  response.end();
}

function refuseUpgrade(
  request: IncomingMessage,
  isKnown: (request: IncomingMessage) => boolean,
  open: number,
): number | undefined {
  if (!isOurHost(request.headers.host) || request.url !== SOCKET_PATH) return 404;
  if (!isOwnOrigin(request)) return 403;
  if (!isKnown(request)) return 401;
  return open >= MOST_SOCKETS ? 503 : undefined;
}

/** A browser lets any page open a WebSocket or post anywhere, but it always tells which page it was. */
function isOwnOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`;
}

function endUpgrade(socket: Duplex, status: number): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** An attacker's page can make its own name lead to our address, but never an address or `localhost`. */
function isOurHost(header: string | undefined): boolean {
  const name = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d+)?$/i.exec(header ?? '');
  const host = name?.[1] ?? name?.[2] ?? '';
  return host.toLowerCase() === 'localhost' || isIP(host) !== 0;
}

function parseTarget(target: string | undefined): URL | undefined {
  return target?.startsWith('/') ? (URL.parse(`http://window${target}`) ?? undefined) : undefined;
}

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function plainReply(status: number, text: string): WindowReply {
  const body = Buffer.from(`${text}\n`);
  return {
    status,
    headers: { 'content-type': 'text/plain', 'content-length': String(body.byteLength), 'cache-control': 'no-store' },
    body,
  };
}

function sendReply(request: IncomingMessage, response: ServerResponse, reply: WindowReply): void {
  // Nobody reads a body that was refused, so its connection ends here.
  const ending = request.method === 'POST' ? { connection: 'close' } : {};
  response.writeHead(reply.status, { ...reply.headers, ...ending });
  response.end(request.method === 'HEAD' ? undefined : reply.body);
}

async function stop(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.terminate();
  await hangUp(server);
}

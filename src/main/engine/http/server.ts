import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Outcome } from '../../../shared/contract/journal.ts';
import { reasonOf } from '../../../shared/failures.ts';
import type { ProvisioningRequest, RefusedReason } from '../../domain/provisioning/request.ts';
import { answerInTime, type Duties } from '../serving/duties.ts';
import { plainAddress } from '../serving/plain-address.ts';
import { refuse } from './refuse.ts';
import { mendRequestLines } from './request-line.ts';
import { sendFile } from './send-file.ts';

export interface HttpServer {
  readonly address: string;
  /** The real one, where 0 was asked for. */
  readonly port: number;
  /** Closes the port at once and ends the running transfers as `aborted`. */
  stop(): Promise<void>;
}

export interface HttpServerOptions {
  readonly address: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly duties: Duties;
  readonly limits?: Partial<HttpLimits>;
}

export interface HttpLimits {
  readonly connections: number;
  /** Milliseconds without a byte in either direction. */
  readonly idle: number;
  /** Milliseconds for a request to come in whole. */
  readonly request: number;
}

const LIMITS: HttpLimits = { connections: 2000, idle: 60_000, request: 15_000 };
const HEADER_MAX_BYTES = 16 * 1024;
const RETRY_AFTER_SECONDS = 10;

/** Serves GET and HEAD on one local address. Rejects with the socket's own error where the port cannot be had. */
export async function startHttpServer({ address, port, duties, limits }: HttpServerOptions): Promise<HttpServer> {
  const { connections, idle, request: requestTimeout } = { ...LIMITS, ...limits };
  const server = createServer(
    {
      // Old phones speak HTTP/1.0, or forget the header.
      requireHostHeader: false,
      maxHeaderSize: HEADER_MAX_BYTES,
      headersTimeout: requestTimeout,
      requestTimeout,
      keepAliveTimeout: 5000,
      connectionsCheckingInterval: Math.min(5000, requestTimeout),
    },
    (request, response) => void handle(request, response, duties),
  );
  server.maxConnections = connections;
  server.timeout = idle;
  server.on('clientError', refuseUnread);
  const hangUpOnSilent = mendRequestLines(server, requestTimeout);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true }, resolve);
  });
  server.removeAllListeners('error');
  // Out of descriptors: those that wait to be accepted are served when others have gone.
  server.on('error', () => undefined);
  const bound = server.address() as AddressInfo;
  return {
    address,
    port: bound.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        hangUpOnSilent();
      }),
  };
}

async function handle(message: IncomingMessage, response: ServerResponse, duties: Duties): Promise<void> {
  const request = requestOf(message);
  const watch = duties.watch(request);
  if (message.method !== 'GET' && message.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    response.setHeader('Connection', 'close');
    message.resume();
    return refuse(response, watch, 405, 'refused', 'only GET and HEAD are answered');
  }
  try {
    const answer = await answerInTime(duties, request);
    watch.answered(answer);
    if (response.destroyed) return watch.end('aborted', 'the client closed the connection');
    if (answer.kind === 'file') return await sendFile(message, response, answer, watch);
    const { status, outcome } = REFUSALS[answer.reason];
    if (status === 503) response.setHeader('Retry-After', String(RETRY_AFTER_SECONDS));
    refuse(response, watch, status, outcome, outcome === 'missing' ? null : answer.reason);
  } catch (error) {
    if (response.headersSent) {
      response.destroy();
      watch.end('failed', reasonOf(error));
    } else {
      refuse(response, watch, openingStatus(error), 'failed', reasonOf(error));
    }
  }
}

/** 404 tells a phone to go on without this layer, 503 to come back: never the one for the other. */
const REFUSALS: Record<RefusedReason, { status: number; outcome: Outcome }> = {
  'not-found': { status: 404, outcome: 'missing' },
  'outside-root': { status: 403, outcome: 'refused' },
  'bad-name': { status: 400, outcome: 'refused' },
  'not-now': { status: 503, outcome: 'refused' },
};

function openingStatus(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 404;
  return code === 'EACCES' || code === 'EPERM' ? 403 : 500;
}

/** Bytes that are no request of HTTP, or that did not come in time. */
function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS_OF_UNREAD[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}

const STATUS_OF_UNREAD: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

function requestOf(message: IncomingMessage): ProvisioningRequest {
  return {
    protocol: 'http',
    method: message.method ?? '',
    path: pathOf(message.url ?? '/'),
    ip: plainAddress(message.socket.remoteAddress ?? ''),
    userAgent: message.headers['user-agent'] ?? null,
  };
}

/** As it was sent; of an absolute URI (RFC 9112 §3.2.2) the part behind the server's name. */
function pathOf(target: string): string {
  const origin = /^https?:\/\/[^/?#]*/i.exec(target);
  return origin ? target.slice(origin[0].length) || '/' : target;
}

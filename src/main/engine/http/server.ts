import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Duties } from '../serving/duties.ts';
import { plainAddress } from '../serving/plain-address.ts';
import { AdmissionDesk } from './admission.ts';
import { ClientConnection } from './client-connection.ts';
import type { HttpLimits } from './limits.ts';
import type { ReadyFiles } from './ready-files.ts';
import { plainAnswer } from './response-head.ts';

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
  /** Shared by all servers of the process. */
  readonly files: ReadyFiles;
  readonly limits: HttpLimits;
  /** For HTTPS: PEM, both. Null: HTTP. */
  readonly identity: { readonly key: string; readonly certificate: string } | null;
}

/** A campus of phones that get power at the same moment. */
const BACKLOG = 4096;
/** Refused clients that are told so at a time; beyond, connections are only closed. */
const REFUSALS_MAX = 100;
const REFUSAL_MS = 1000;
/** A flood is one story, not thousands. */
const REFUSAL_TOLD_EVERY_MS = 1000;
/** All that some phones do where they do not trust a certificate. */
const WENT = 'it went before it asked; does it trust the certificate?';
const TOO_SLOW = 'the greeting did not come in time';

/** Serves GET and HEAD on one local address. Rejects with the socket's own error where the port cannot be had. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { address, port, identity, limits } = options;
  const reception = new Reception(options);
  // Over TLS, a client that went in the middle of its greeting would be waited for.
  const settings = { allowHalfOpen: identity === null, noDelay: true };
  const server: Server = identity
    ? createTlsServer({ ...settings, key: identity.key, cert: identity.certificate })
    : createServer(settings);
  server.on('connection', (socket: Socket) => reception.admit(socket));
  server.on(identity ? 'secureConnection' : 'connection', (socket: Socket) => reception.serve(socket));
  server.on('tlsClientError', (error: Error) => reception.hearHandshakeError(error));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true, backlog: BACKLOG }, resolve);
  });
  server.removeAllListeners('error');
  // Out of descriptors: those that wait to be accepted are served when others have gone.
  server.on('error', () => undefined);
  const bound = server.address() as AddressInfo;
  const sweep = setInterval(() => reception.sweep(), Math.min(1000, Math.max(limits.request / 4, 20)));
  return {
    address,
    port: bound.port,
    stop: () =>
      new Promise((resolve) => {
        clearInterval(sweep);
        server.close(() => resolve());
        reception.stop();
      }),
  };
}

interface Greeting {
  readonly socket: Socket;
  readonly deadline: number;
}

/** Who is in, and who is not let in. */
class Reception {
  readonly #options: HttpServerOptions;
  readonly #desk: AdmissionDesk;
  readonly #sockets = new Set<Socket>();
  readonly #connections = new Set<ClientConnection>();
  /** Whose TLS handshake is under way, by address and port. Node tells of a late one, and leaves its socket open. */
  readonly #greeting = new Map<string, Greeting>();
  #handshakeError: string | undefined;
  #refusing = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#desk = new AdmissionDesk(options.limits);
  }

  admit(socket: Socket): void {
    const ip = plainAddress(socket.remoteAddress ?? '');
    const admission = this.#desk.enter(ip);
    this.#sockets.add(socket);
    // Of a connection that broke, whoever serves it hears by itself.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (admission === 'admitted') this.#desk.leave(ip);
    });
    if (admission !== 'admitted') this.#refuse(socket, ip, admission);
    else if (this.#options.identity) this.#followHandshake(socket, ip);
  }

  serve(socket: Socket): void {
    if (socket.destroyed || socket.writableEnded) return;
    this.#greeting.delete(peerOf(socket));
    const connection = new ClientConnection(socket, this.#options);
    this.#connections.add(connection);
    const ip = plainAddress(socket.remoteAddress ?? '');
    socket.on('close', () => {
      this.#connections.delete(connection);
      // A client that does not trust the certificate says so before it asks, or says nothing and goes.
      if (this.#options.identity && connection.cameForNothing) this.#tell(ip, `TLS: ${WENT}`);
    });
    connection.open();
  }

  sweep(): void {
    const now = performance.now();
    for (const connection of this.#connections) connection.checkDeadline(now);
    for (const [peer, { socket, deadline }] of this.#greeting) if (now >= deadline) this.#endGreeting(peer, socket);
  }

  stop(): void {
    for (const connection of this.#connections) connection.stop();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Node tells what was wrong, and not with whom; both in one turn of the event loop. */
  hearHandshakeError(error: Error): void {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
    if (code !== 'ECONNRESET') this.#handshakeError = code;
  }

  #followHandshake(socket: Socket, ip: string): void {
    const peer = peerOf(socket);
    this.#greeting.set(peer, { socket, deadline: performance.now() + this.#options.limits.request });
    socket.on('close', () => {
      if (!this.#greeting.delete(peer)) return;
      setImmediate(() => {
        this.#tell(ip, `TLS: ${this.#handshakeError ?? WENT}`);
        this.#handshakeError = undefined;
      });
    });
  }

  #endGreeting(peer: string, socket: Socket): void {
    this.#greeting.delete(peer);
    this.#tell(plainAddress(socket.remoteAddress ?? ''), `TLS: ${TOO_SLOW}`);
    socket.destroy();
  }

  #tell(ip: string, reason: string): void {
    const now = performance.now();
    if (now - this.#toldAt < REFUSAL_TOLD_EVERY_MS) return;
    this.#toldAt = now;
    this.#options.duties.watch({ protocol: 'http', method: '-', path: '-', ip, userAgent: null }).end('refused', reason);
  }

  #refuse(socket: Socket, ip: string, reason: string): void {
    this.#tell(ip, reason);
    if (this.#refusing >= REFUSALS_MAX || this.#options.identity) return void socket.destroy();
    this.#refusing += 1;
    socket.resume();
    socket.end(plainAnswer(503, { keepAlive: false, isHead: false, now: Date.now() }));
    const timer = setTimeout(() => socket.destroy(), REFUSAL_MS);
    socket.on('close', () => {
      this.#refusing -= 1;
      clearTimeout(timer);
    });
  }
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listenOnLoopback } from './sockets.ts';

/** What the proxy does with a request; the last step is kept for all that follow. */
export type ProxyStep =
  | { readonly kind: 'pass' }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** A page of its own, as a captive portal gives it; to CONNECT within the tunnel. */
  | { readonly kind: 'html' }
  /** HTML without any HTTP before it. */
  | { readonly kind: 'garbage' }
  | { readonly kind: 'status'; readonly status: number }
  /** Hangs up in place of an answer. */
  | { readonly kind: 'cut' };

export interface FakeProxy {
  /** Without credentials: `http://127.0.0.1:40000`. */
  readonly url: string;
  readonly host: string;
  /** Requests as they came: method, target, and the sign-in that was sent. */
  readonly asked: { readonly method: string; readonly target: string; readonly authorization: string | undefined }[];
  /** Headers of what was passed on in absolute form. */
  readonly headers: IncomingMessage['headers'][];
  steps: ProxyStep[];
  /** `user:password` that Basic must say. */
  credentials: string | undefined;
  /** What ftp:// addresses are answered with, by path. */
  readonly ftpFiles: Map<string, Buffer>;
  stop(): Promise<void>;
}

const PAGE = '<!DOCTYPE html><html><title>Welcome to the hotel</title></html>';

/** A forwarding HTTP proxy with CONNECT. Every host name leads to loopback, so that no test asks the world. */
export async function startProxy(): Promise<FakeProxy> {
  const server = createServer((request, response) => forward(fake, request, response));
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => tunnel(fake, request, socket, head));
  const { port, stop } = await listenOnLoopback(server);
  const fake: FakeProxy = {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    asked: [],
    headers: [],
    steps: [{ kind: 'pass' }],
    credentials: undefined,
    ftpFiles: new Map(),
    stop,
  };
  return fake;
}

function note(fake: FakeProxy, request: IncomingMessage): ProxyStep {
  const authorization = request.headers['proxy-authorization'];
  fake.asked.push({ method: request.method ?? '', target: request.url ?? '', authorization });
  fake.headers.push(request.headers);
  const step = (fake.steps.length > 1 ? fake.steps.shift() : fake.steps[0]) ?? { kind: 'pass' };
  const wanted = fake.credentials && `Basic ${Buffer.from(fake.credentials).toString('base64')}`;
  return wanted !== undefined && authorization !== wanted ? { kind: 'status', status: 407 } : step;
}

function forward(fake: FakeProxy, request: IncomingMessage, response: ServerResponse): void {
  const step = note(fake, request);
  if (step.kind === 'hang') return;
  if (step.kind === 'cut') return void request.socket.destroy();
  if (step.kind === 'garbage') return void request.socket.end(PAGE);
  if (step.kind === 'html') return void response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
  if (step.kind === 'status')
    return void response.writeHead(step.status, { 'proxy-authenticate': 'Basic realm="site"' }).end('no');
  const url = new URL(request.url ?? '');
  if (url.protocol === 'ftp:') return answerFtp(fake, url, request, response);
  const { 'proxy-authorization': _, ...headers } = request.headers;
  const onward = httpRequest(
    { host: '127.0.0.1', port: url.port || 80, method: request.method, path: `${url.pathname}${url.search}`, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response).on('close', () => answer.destroy());
      answer.on('error', () => response.destroy());
    },
  );
  onward.on('error', () => response.destroy());
  onward.end();
}

function answerFtp(fake: FakeProxy, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const file = fake.ftpFiles.get(url.pathname);
  if (!file) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-length': file.length });
  response.end(request.method === 'HEAD' ? undefined : file);
}

function tunnel(fake: FakeProxy, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const step = note(fake, request);
  if (step.kind === 'hang') return;
  if (step.kind === 'cut') return void socket.destroy();
  if (step.kind === 'garbage') return void socket.end(PAGE);
  if (step.kind === 'html') return void socket.end(`HTTP/1.1 200 OK\r\n\r\n${PAGE}`);
  if (step.kind === 'status')
    return void socket.end(`HTTP/1.1 ${step.status} no\r\nProxy-Authenticate: Basic realm="site"\r\nContent-Length: 0\r\n\r\n`);
  const port = Number((request.url ?? '').split(':').at(-1));
  const onward = connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    onward.write(head);
    onward.pipe(socket);
    socket.pipe(onward);
  });
  onward.on('error', () => socket.destroy());
  socket.on('close', () => onward.destroy());
}

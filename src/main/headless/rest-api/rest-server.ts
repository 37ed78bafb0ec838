import { createServer, type IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { Transport } from '../../../shared/contract/kit.ts';
import { failureOf, ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import type { Log } from '../../engine/host.ts';
import { hangUp, listen } from '../listen.ts';
import { acceptsProvdJson, readBody, type RestReply, sendReply, text } from './exchange.ts';
import { findRoute, type Route } from './router.ts';
import { restRoutes } from './routes.ts';
import { isToken, newToken } from './token.ts';

export interface RestOptions {
  readonly transport: Transport;
  /** Only an address of this computer itself: whoever has the token may do everything. */
  readonly address: string;
  /** 0 = any free port. */
  readonly port: number;
  /** What clients must send as `X-Auth-Token`; a new one where it is not given. */
  readonly token?: string;
  readonly log: Log;
}

export interface RestServer {
  /** `http://127.0.0.1:8666/0.2` */
  readonly url: string;
  readonly token: string;
  /** Hangs up on every client. Operations that they began go on. */
  stop(): Promise<void>;
}

const MOST_CONNECTIONS = 64;

/**
 * Serves the plugin and package part of provd's REST API.
 *
 * @throws ProvdeskError `rest.address-not-loopback`, and what `listen` throws
 */
export async function startRestServer(options: RestOptions): Promise<RestServer> {
  const { transport, address, log, token = newToken() } = options;
  if (!isLoopback(address)) throw new ProvdeskError('rest.address-not-loopback', { address });
  const routes = restRoutes(transport, log);
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('request', (request, response) => {
    answer(request, routes, token)
      .catch((error: unknown) => failedReply(error, log))
      .then((reply) => sendReply(response, reply))
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(reasonOf(error))));
  });
  const port = await listen(server, 'rest', address, options.port);
  const url = `http://${isIP(address) === 6 ? `[${address}]` : address}:${port}/0.2`;
  log.info('rest', 'serving', { url });
  return { url, token, stop: () => hangUp(server) };
}

/** Who asks comes first, then what is asked: a stranger does not learn which resources there are. */
async function answer(request: IncomingMessage, routes: readonly Route[], token: string): Promise<RestReply> {
  if (!isToken(request.headers['x-auth-token'], token)) return text(401, 'Unauthorized');
  const [path = ''] = (request.url ?? '').split('?');
  const found = findRoute(routes, request.method, path);
  if ('refusal' in found) return found.refusal;
  const { route, asked } = found;
  if (route.method === 'GET' && !acceptsProvdJson(request)) return text(406, 'Answers are in provd’s media type only.');
  if (route.method === 'GET' || route.method === 'DELETE') return await route.answer({ ...asked, body: undefined });
  const read = await readBody(request);
  return 'refusal' in read ? read.refusal : await route.answer({ ...asked, body: read.body });
}

/** provd answers 400 with a sentence to what its manager refuses; only our own troubles are 500. */
function failedReply(error: unknown, log: Log): RestReply {
  const { code, message, remedy } = failureOf(error);
  if (code === 'internal.unexpected') log.error('rest', 'bug', { reason: message });
  const ours = remedy === 'report-bug' || code === 'engine.stopping' || code === 'contract.connection-lost';
  return text(ours ? 500 : 400, `${message} [${code}]`);
}

function isLoopback(address: string): boolean {
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  return loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

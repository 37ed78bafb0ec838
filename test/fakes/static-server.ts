import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** What a server may do wrong, by path. */
export type Fault =
  | { readonly kind: 'cut'; readonly after: number }
  | { readonly kind: 'stall'; readonly after: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'body'; readonly body: string | Uint8Array }
  /** Sends elsewhere, to a path of this server. */
  | { readonly kind: 'redirect'; readonly to: string };

export interface StaticServer {
  /** Ends in `/`. */
  readonly url: string;
  /** Paths asked for, decoded, in order. */
  readonly asked: string[];
  /** The same, with how it was asked. */
  readonly requests: { readonly method: string; readonly path: string; readonly range: string | undefined }[];
  readonly faults: Map<string, Fault>;
  /** Answers 405 to HEAD, as some file hosts do. */
  refuseHead: boolean;
  /** Names its files by ETag and answers Range, so that a download can be gone on with. */
  ranges: boolean;
  /** Answers that were begun and are neither sent whole nor given up by the client. */
  openAnswers(): number;
  stop(): Promise<void>;
}

/** A static folder over HTTP, as plugin servers are. Counts what it was asked, and misbehaves where told. */
export async function startStaticServer(root: string, wantedPort = 0): Promise<StaticServer> {
  const asked: string[] = [];
  const requests: StaticServer['requests'] = [];
  const faults = new Map<string, Fault>();
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '/').slice(1).replace(/\?.*$/, ''));
    asked.push(name);
    requests.push({ method: request.method ?? '', path: name, range: request.headers.range });
    open.add(response);
    response.once('close', () => open.delete(response));
    if (fake.refuseHead && request.method === 'HEAD') return void response.writeHead(405).end();
    answer(path.join(root, name), faults.get(name), { request, response, ranges: fake.ranges });
  });
  await new Promise<void>((resolve) => server.listen(wantedPort, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake: StaticServer = {
    url: `http://127.0.0.1:${port}/`,
    asked,
    requests,
    faults,
    refuseHead: false,
    ranges: false,
    openAnswers: () => open.size,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly ranges: boolean;
}

function answer(filePath: string, fault: Fault | undefined, { request, response, ranges }: Exchange): void {
  if (fault?.kind === 'redirect') return void response.writeHead(302, { location: fault.to }).end();
  if (fault?.kind === 'status') return void response.writeHead(fault.status).end('no');
  if (fault?.kind === 'body')
    return void response.writeHead(200, { 'content-length': Buffer.byteLength(fault.body) }).end(fault.body);
  const found = statSync(filePath, { throwIfNoEntry: false });
  if (!found?.isFile()) return void response.writeHead(404).end('not found');
  const start = ranges ? Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  const named = ranges ? { etag: `"${found.size}"` } : {};
  const part206 = { 'content-range': `bytes ${start}-${found.size - 1}/${found.size}` };
  const headers = { 'content-length': found.size - start, 'content-type': 'application/octet-stream', ...named };
  response.writeHead(start > 0 ? 206 : 200, start > 0 ? { ...headers, ...part206 } : headers);
  if (request.method === 'HEAD') return void response.end();
  if (!fault) return void createReadStream(filePath, { start }).pipe(response);
  const part = createReadStream(filePath, { start, end: Math.max(start, start + fault.after - 1) });
  part.pipe(response, { end: false });
  if (fault.kind === 'cut') part.on('end', () => setTimeout(() => response.destroy(), 50));
}

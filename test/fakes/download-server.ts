import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one request for the file; the last step is kept for all that follow. */
export type Step =
  | { readonly kind: 'serve' }
  /** Ends the connection after so many bytes of the answer. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Sends so many bytes and then nothing more. */
  | { readonly kind: 'stall'; readonly after: number }
  | { readonly kind: 'status'; readonly status: number }
  /** Answers a Range with the whole and 200. */
  | { readonly kind: 'ignore-range' }
  /** Answers a Range with another part than was asked for. */
  | { readonly kind: 'wrong-part' }
  /** Declares another length than it has. */
  | { readonly kind: 'declare'; readonly length: number }
  | { readonly kind: 'html' }
  | { readonly kind: 'redirect-loop' };

export interface DownloadServer {
  readonly url: string;
  readonly asked: { readonly range: string | undefined; readonly ifRange: string | undefined }[];
  /** The file: changing it changes its ETag. */
  content: Buffer;
  steps: Step[];
  stop(): Promise<void>;
}

/** One file on a server that behaves as firmware servers do on a bad day. */
export async function startDownloadServer(content: Buffer): Promise<DownloadServer> {
  const state: Omit<DownloadServer, 'url' | 'stop'> = { asked: [], content, steps: [{ kind: 'serve' }] };
  const server = createServer((request, response) => {
    state.asked.push({ range: request.headers.range, ifRange: request.headers['if-range'] as string | undefined });
    const step = (state.steps.length > 1 ? state.steps.shift() : state.steps[0]) ?? { kind: 'serve' };
    answer(step, state.content, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/fw.rom`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function answer(step: Step, content: Buffer, request: IncomingMessage, response: ServerResponse): void {
  if (step.kind === 'status') return void response.writeHead(step.status).end('no');
  if (step.kind === 'redirect-loop') return void response.writeHead(302, { location: '/fw.rom' }).end();
  if (step.kind === 'html')
    return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>');
  const etag = `"${content.length}-${content.readUInt32BE(0)}"`;
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const unchanged = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const start = from > 0 && unchanged && step.kind !== 'ignore-range' ? from : 0;
  const body = content.subarray(start);
  const told = step.kind === 'wrong-part' && start > 0 ? start + 1 : start;
  const length = step.kind === 'declare' ? step.length : body.length;
  const range = start > 0 ? { 'content-range': `bytes ${told}-${content.length - 1}/${content.length}` } : {};
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': length, etag, ...range });
  if (step.kind !== 'cut' && step.kind !== 'stall') return void response.end(body);
  // Cut once the bytes are out, and have had the time to arrive.
  response.write(body.subarray(0, step.after), () => {
    if (step.kind === 'cut') setTimeout(() => response.destroy(), 50);
  });
}

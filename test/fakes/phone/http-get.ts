import { request } from 'node:http';

export interface HttpGot {
  /** Null where the connection broke or nobody answered. */
  readonly status: number | null;
  /** Of the body. */
  readonly bytes: number;
  readonly complete: boolean;
}

const PATIENCE_MS = 15_000;

/** One file over a connection of its own, as phones do: no keep-alive, and a body as long as `Content-Length` says. */
export function httpGet(
  origin: string,
  path: string,
  userAgent: string,
  onData: (bytes: Buffer) => void,
  signal?: AbortSignal,
  localAddress?: string,
): Promise<HttpGot> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    let bytes = 0;
    const asked = request(
      {
        host: hostname.replace(/^\[|\]$/g, ''),
        port,
        path,
        headers: { 'User-Agent': userAgent, Accept: '*/*', Connection: 'close' },
        agent: false,
        timeout: PATIENCE_MS,
        signal,
        localAddress,
      },
      (response) => {
        const status = response.statusCode ?? null;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (status === 200) onData(chunk);
        });
        // A phone that meets a chunked body reads rubbish: the length must be said.
        response.on('end', () =>
          resolve({ status, bytes, complete: response.complete && Number(response.headers['content-length']) === bytes }),
        );
        response.on('error', () => resolve({ status, bytes, complete: false }));
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve({ status: null, bytes, complete: false }));
    asked.end();
  });
}

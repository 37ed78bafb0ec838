import path from 'node:path';
import tftp from 'tftp';
import { ASK_AGAIN_MS, ASK_AGAIN_TIMES, type Fetched, type FetchTask, fetchedOf, type OnBytes } from './fetching.ts';
import { Received } from './received.ts';

type TftpTask = Extract<FetchTask, { kind: 'tftp' }>;

/** How the package marks what the server said. */
const SAID_BY_SERVER = /^\(Server\) /;
const TIMED_OUT = 'Timed out';

/**
 * Fetches in lock-step with the `tftp` package, a client that is not of our making. In windows it delivers wrong bytes,
 * so `windowSize` is not asked for; what it throws out of its own callbacks ends the thread, whose owner hears of it.
 */
export function packageGet({ host, port, path: name, blockSize, maxBytes }: TftpTask, onBytes: OnBytes): Promise<Fetched> {
  const received = new Received(maxBytes, onBytes);
  let agreed = { blockSize: 512, windowSize: 1 };
  return new Promise((resolve) => {
    const stream = tftp
      .createClient({ host, port, blockSize, windowSize: 1, timeout: ASK_AGAIN_MS, retries: ASK_AGAIN_TIMES })
      .createGetStream(name);
    stream
      .on('stats', (stats) => {
        agreed = { blockSize: stats.blockSize, windowSize: stats.windowSize };
      })
      .on('data', (bytes) => {
        received.add(bytes);
        if (received.isTooLarge) stream.abort('too large');
      })
      .on('abort', () => resolve({ kind: 'too-large', limit: maxBytes }))
      .on('error', (error) => resolve(failed(error, received.bytes)))
      .on('end', () => resolve(received.got({ tftp: agreed })));
  });
}

/** The package treats names as paths of this machine: those that it would change are not for it. */
export function isNameForPackage(name: string): boolean {
  return /^[\x20-\x7e]+$/.test(name) && path.normalize(name) === name && !name.startsWith('..');
}

function failed(error: Error, bytes: number): Fetched {
  const { message } = error;
  if (SAID_BY_SERVER.test(message) && bytes === 0) return { kind: 'refused', reason: message.replace(SAID_BY_SERVER, '') };
  if (message !== TIMED_OUT) return fetchedOf(error, bytes);
  const seconds = (ASK_AGAIN_MS * (ASK_AGAIN_TIMES + 1)) / 1000;
  return bytes === 0 ? { kind: 'no-answer', seconds } : { kind: 'broke-off', bytes, reason: `silent for ${seconds} s` };
}

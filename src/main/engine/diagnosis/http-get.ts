import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { get as getSecurely } from 'node:https';
import { TLSSocket } from 'node:tls';
import { ASK_AGAIN_MS, ASK_AGAIN_TIMES, type Fetched, type FetchTask, fetchedOf, type OnBytes } from './fetching.ts';
import { Received } from './received.ts';

const SILENCE_MS = ASK_AGAIN_MS * (ASK_AGAIN_TIMES + 1);

/** Fetches over HTTP or HTTPS, on a connection of its own. A certificate is shown and not judged; nothing is followed to elsewhere. */
export function httpGet({ url, maxBytes }: Extract<FetchTask, { kind: 'http' }>, onBytes: OnBytes): Promise<Fetched> {
  const received = new Received(maxBytes, onBytes);
  const options = { agent: false, timeout: SILENCE_MS, headers: { 'User-Agent': 'Provdesk test', Connection: 'close' } };
  return new Promise((resolve) => {
    const isSecure = url.startsWith('https:');
    const request: ClientRequest = isSecure
      ? getSecurely(url, { ...options, rejectUnauthorized: false }, (response) => take(response))
      : get(url, options, (response) => take(response));
    let hasAnswered = false;
    const take = (response: IncomingMessage) => {
      hasAnswered = true;
      const { statusCode = 0, statusMessage = '' } = response;
      if (statusCode !== 200) {
        request.destroy();
        return resolve({ kind: 'refused', reason: `${statusCode} ${statusMessage}`.trim() });
      }
      const shown = response.socket instanceof TLSSocket ? response.socket.getPeerCertificate().fingerprint256 : undefined;
      response.on('data', (bytes: Buffer) => {
        received.add(bytes);
        if (!received.isTooLarge) return;
        resolve({ kind: 'too-large', limit: maxBytes });
        request.destroy();
      });
      response.on('error', (error) => resolve(fetchedOf(error, received.bytes)));
      response.on('end', () => resolve(received.got(shown === undefined ? {} : { certificate: shown })));
    };
    request.on('timeout', () => {
      const seconds = SILENCE_MS / 1000;
      resolve(
        hasAnswered
          ? { kind: 'broke-off', bytes: received.bytes, reason: `silent for ${seconds} s` }
          : { kind: 'no-answer', seconds },
      );
      request.destroy();
    });
    request.on('error', (error) => resolve(fetchedOf(error, received.bytes)));
  });
}

import { connect, type Socket } from 'node:net';

export interface RawResponse {
  readonly status: number;
  /** Status line and fields. */
  readonly head: string;
  /** One character a byte. */
  readonly body: string;
}

/** Sends these bytes and reads until the server closes: what a phone sees, with nothing made up by a client library. */
export function exchangeRaw(port: number, text: string, thenEnd = false): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => (thenEnd ? socket.end(text, 'latin1') : socket.write(text, 'latin1')));
    const chunks: Buffer[] = [];
    socket.setTimeout(8000, () => socket.destroy(new Error('no end')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => {
      const text = Buffer.concat(chunks).toString('latin1');
      const at = text.indexOf('\r\n\r\n');
      const head = at < 0 ? text : text.slice(0, at);
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0), head, body: at < 0 ? '' : text.slice(at + 4) });
      socket.destroy();
    });
  });
}

/** Several answers of one connection, as they came one after another. Each says its length. */
export function splitResponses(text: string): RawResponse[] {
  const found: RawResponse[] = [];
  for (let rest = text; rest !== ''; ) {
    const at = rest.indexOf('\r\n\r\n');
    const head = rest.slice(0, at);
    const length = Number(/\r\nContent-Length: (\d+)/.exec(head)?.[1] ?? 0);
    found.push({ status: Number(head.slice(9, 12)), head, body: rest.slice(at + 4, at + 4 + length) });
    rest = rest.slice(at + 4 + length);
  }
  return found;
}

/** A connection that is open; what breaks it is no error of the test. */
export async function openRaw(port: number, text = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  if (text !== '') socket.write(text, 'latin1');
  return socket;
}

import type { IncomingMessage, ServerResponse } from 'node:http';

/** provd's own media type: bodies are in it, both ways. */
export const PROVD_JSON = 'application/vnd.proformatique.provd+json';

const MOST_BODY_BYTES = 2 ** 20;

/** What a resource answers: a document, a sentence, or a status alone. */
export type RestReply =
  | { readonly kind: 'document'; readonly document: unknown }
  | { readonly kind: 'text'; readonly status: number; readonly text: string; readonly allow?: string }
  | { readonly kind: 'created'; readonly location: string }
  | { readonly kind: 'done' };

export function document(value: unknown): RestReply {
  return { kind: 'document', document: value };
}

export function text(status: number, sentence: string): RestReply {
  return { kind: 'text', status, text: sentence };
}

export const NO_RESOURCE = text(404, 'No such resource');

/** The parsed body of a POST or PUT, or the reply that refuses it: 400, 413, 415. */
export async function readBody(request: IncomingMessage): Promise<{ body: unknown } | { refusal: RestReply }> {
  if (mediaTypeOf(request.headers['content-type']) !== PROVD_JSON)
    return { refusal: text(415, `The body must be in media type ${PROVD_JSON}.`) };
  const bytes = await collect(request);
  if (!Buffer.isBuffer(bytes)) return { refusal: bytes };
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return { body };
  } catch {
    return { refusal: text(400, 'The body is not a JSON document.') };
  }
}

/** What comes too much is still read, by the server and within its time, so that the client hears the refusal. */
async function collect(request: IncomingMessage): Promise<Buffer | RestReply> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) continue; // A request without an encoding gives buffers alone.
      size += chunk.length;
      if (size > MOST_BODY_BYTES) return text(413, `A body has at most ${MOST_BODY_BYTES} bytes.`);
      chunks.push(chunk);
    }
  } catch {
    return text(400, 'The body was cut off.'); // The client went away: most likely nobody hears this.
  }
  return Buffer.concat(chunks);
}

/** A client that names what it takes must take provd's media type; one that names nothing takes all. */
export function acceptsProvdJson({ headers }: IncomingMessage): boolean {
  if (headers.accept === undefined) return true;
  return headers.accept.split(',').some((range) => [PROVD_JSON, 'application/*', '*/*'].includes(mediaTypeOf(range)));
}

export function sendReply(response: ServerResponse, reply: RestReply): void {
  response.setHeader('cache-control', 'no-store');
  switch (reply.kind) {
    case 'document':
      return sendBody(response, 200, PROVD_JSON, JSON.stringify(reply.document));
    case 'text':
      if (reply.allow !== undefined) response.setHeader('allow', reply.allow);
      return sendBody(response, reply.status, 'text/plain; charset=utf-8', reply.text);
    case 'created':
      response.writeHead(201, { location: reply.location, 'content-length': '0' });
      response.end();
      return;
    case 'done':
      response.writeHead(204);
      response.end();
      return;
    default:
      reply satisfies never;
  }
}

function sendBody(response: ServerResponse, status: number, type: string, content: string): void {
  const body = Buffer.from(content);
  response.writeHead(status, { 'content-type': type, 'content-length': String(body.length) });
  response.end(body);
}

function mediaTypeOf(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

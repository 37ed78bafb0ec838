import { createHash } from 'node:crypto';
import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { listenOnLoopback } from './sockets.ts';

export interface SignInRules {
  /** Challenges as they are sent, in order; `NONCE` is replaced. */
  challenges: string[];
  user: string;
  password: string;
  /** How often a nonce may be answered before it is stale. */
  nonceUses: number;
  /** Calls every answer stale. */
  alwaysStale: boolean;
  /** Falls silent in the first answer that is let in, after so many bytes. */
  silentOnceAfter: number | undefined;
  /** Sends whoever asks here. */
  redirectTo: string | undefined;
  /** What is served. */
  content: Buffer;
}

export interface SignInServer {
  readonly url: string;
  readonly host: string;
  readonly rules: SignInRules;
  readonly asked: { readonly authorization: string | undefined; readonly range: string | undefined; readonly status: number }[];
  stop(): Promise<void>;
}

const REALM = 'firmware, "gated"';

/** One file behind Basic or Digest, that checks every part of an answer, replays too. @see RFC 7616 §3.4 */
export async function startSignInServer(content: Buffer, tls?: { key: string; cert: string }): Promise<SignInServer> {
  const nonces = new Map<string, { uses: number; counts: Set<string> }>();
  let issued = 0;
  const rules: SignInRules = {
    challenges: ['Digest realm="firmware, \\"gated\\"", qop="auth", algorithm=SHA-256, nonce="NONCE", opaque="5ccc"'],
    user: 'technician',
    password: 'hush, quiet',
    nonceUses: 1000,
    alwaysStale: false,
    silentOnceAfter: undefined,
    redirectTo: undefined,
    content,
  };
  const asked: SignInServer['asked'] = [];

  const listener: RequestListener = (request, response) => {
    const verdict = rules.redirectTo === undefined ? judge(request) : 'redirect';
    const { authorization, range } = request.headers;
    const status = { ok: range === undefined ? 200 : 206, redirect: 302, no: 401, stale: 401 }[verdict];
    asked.push({ authorization, range, status });
    if (verdict === 'redirect') return void response.writeHead(302, { location: rules.redirectTo }).end();
    if (verdict === 'ok') return send(request, response);
    const headers = rules.challenges.map((text) => {
      const nonce = `n${(issued += 1)}`;
      nonces.set(nonce, { uses: 0, counts: new Set() });
      return `${text.replace('NONCE', nonce)}${verdict === 'stale' ? ', stale=true' : ''}`;
    });
    response.writeHead(401, { 'www-authenticate': headers }).end('who are you?');
  };

  function judge(request: IncomingMessage): 'ok' | 'no' | 'stale' {
    const text = request.headers.authorization ?? '';
    if (text.startsWith('Basic '))
      return text === `Basic ${Buffer.from(`${rules.user}:${rules.password}`).toString('base64')}` ? 'ok' : 'no';
    const given = new Map(
      [...text.matchAll(/([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)].map((m) => [m[1], m[2] ?? m[3] ?? '']),
    );
    const nonce = nonces.get(given.get('nonce') ?? '');
    if (!text.startsWith('Digest ') || !nonce || given.get('response') !== responseTo(request, given)) return 'no';
    if (given.get('opaque') !== '5ccc' || given.get('realm') !== REALM.replaceAll('"', '\\"')) return 'no';
    const count = given.get('nc') ?? '';
    // A count that was used before is a replay.
    if (count !== '' && nonce.counts.has(count)) return 'no';
    nonce.counts.add(count);
    nonce.uses += 1;
    return rules.alwaysStale || nonce.uses > rules.nonceUses ? 'stale' : 'ok';
  }

  function responseTo(request: IncomingMessage, given: ReadonlyMap<string | undefined, string>): string {
    const algorithm = given.get('algorithm') ?? 'MD5';
    const name = algorithm.startsWith('SHA-256') ? 'sha256' : 'md5';
    const hash = (...parts: string[]) => createHash(name).update(parts.join(':')).digest('hex');
    const part = (key: string) => given.get(key) ?? '';
    if (part('uri') !== request.url) return 'another uri was answered for';
    const expectedName = part('userhash') === 'true' ? hash(rules.user, REALM) : rules.user;
    const sentName = given.has('username*') ? decodeURIComponent(part('username*').replace("UTF-8''", '')) : part('username');
    if (sentName !== expectedName) return 'another user';
    const secret = hash(rules.user, REALM, rules.password);
    const first = algorithm.endsWith('-sess') ? hash(secret, part('nonce'), part('cnonce')) : secret;
    const second = hash(request.method ?? '', request.url ?? '');
    if (!given.has('qop')) return hash(first, part('nonce'), second);
    return hash(first, part('nonce'), part('nc'), part('cnonce'), part('qop'), second);
  }

  function send(request: IncomingMessage, response: ServerResponse): void {
    const etag = `"${createHash('sha1').update(rules.content).digest('hex')}"`;
    const from = request.headers['if-range'] === etag ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    const body = rules.content.subarray(from);
    const range = from > 0 ? { 'content-range': `bytes ${from}-${rules.content.length - 1}/${rules.content.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': body.length, etag, ...range });
    if (request.method === 'HEAD') return void response.end();
    const silent = rules.silentOnceAfter;
    if (silent === undefined) return void response.end(body);
    rules.silentOnceAfter = undefined;
    response.write(body.subarray(0, silent));
  }

  const server = tls ? createHttps(tls, listener) : createHttp(listener);
  const { port, stop } = await listenOnLoopback(server);
  return { url: `http${tls ? 's' : ''}://127.0.0.1:${port}/fw.rom`, host: `127.0.0.1:${port}`, rules, asked, stop };
}

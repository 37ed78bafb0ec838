import { ProvdeskError } from '../../../shared/failures.ts';
import { type Answer, exchange, type Question } from './exchange.ts';
import { hostKey, shownUrl } from './host-key.ts';
import type { NetworkAccess } from './network.ts';
import { SignInDialogue } from './sign-in-dialogue.ts';

const MOST_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface HttpOpening extends Pick<Question, 'method' | 'headers' | 'signal' | 'headMs'> {
  readonly url: URL;
  readonly network: NetworkAccess;
}

/** An answer that is no redirect, where it came from, and through whom. */
export interface OpenedHttp extends Answer {
  /** A proxy that carried the content itself; null where we spoke to the server, directly or through a tunnel. */
  readonly carrier: URL | null;
}

/**
 * Asks, signs in where that is wanted and a sign-in is kept for that host, and follows redirects. Each hop has its own
 * proxy and its own host's sign-in, and none is sent in clear that a hop before would have sent encrypted.
 *
 * @throws ProvdeskError `source.redirected-too-often`, `source.url-invalid`, and what `exchange` and signing in throw
 */
export async function openHttp(opening: HttpOpening): Promise<OpenedHttp> {
  let { url } = opening;
  let encrypted = false;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    encrypted ||= url.protocol === 'https:';
    const opened = await askSignedIn({ ...opening, url }, !encrypted || url.protocol === 'https:');
    const location = REDIRECTS.has(opened.status) ? opened.headers.location : undefined;
    if (location === undefined) return opened;
    opened.close();
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    if (next?.protocol !== 'http:' && next?.protocol !== 'https:')
      throw new ProvdeskError('source.url-invalid', { url: 'Location' });
    // What stands before an @ there is nobody's sign-in of ours.
    next.username = '';
    next.password = '';
    url = next;
  }
  throw new ProvdeskError('source.redirected-too-often', { url: shownUrl(opening.url), limit: MOST_REDIRECTS });
}

/** What to say if an answer that a proxy carried and that calls itself a web page turns out to be one. */
export function pageFailure(url: URL, { carrier, headers }: OpenedHttp): ProvdeskError | null {
  if (!carrier || !/^text\/html\b/i.test(headers['content-type'] ?? '')) return null;
  return new ProvdeskError('source.proxy-page', { proxy: hostKey(carrier), url: shownUrl(url) });
}

/** Ends: each of the two dialogues hears at most three times before it throws. */
async function askSignedIn({ url, network, ...question }: HttpOpening, maySignIn: boolean): Promise<OpenedHttp> {
  const proxy = network.proxyFor(url);
  const shown = shownUrl(url);
  const { sessions } = network;
  const atServer = new SignInDialogue({
    who: 'server',
    host: hostKey(url),
    url: shown,
    sessions,
    signIn: () => (maySignIn ? network.signIn(hostKey(url)) : Promise.resolve(undefined)),
    onBasic: () => (url.protocol === 'https:' ? undefined : network.sentInClear(hostKey(url))),
  });
  const atProxy =
    proxy &&
    new SignInDialogue({
      who: 'proxy',
      host: hostKey(proxy),
      url: shown,
      sessions,
      signIn: () => network.signIn(hostKey(proxy)),
      onBasic: () => (proxy.protocol === 'https:' ? undefined : network.sentInClear(hostKey(proxy))),
    });
  for (;;) {
    const authorization = maySignIn ? atServer.authorization(question.method, `${url.pathname}${url.search}`) : undefined;
    const answer = await exchange({
      ...question,
      url,
      proxy,
      headers: { ...question.headers, ...(authorization === undefined ? {} : { authorization }) },
      ...(atProxy ? { proxyAuthorization: (method, uri) => atProxy.authorization(method, uri) } : {}),
    });
    const dialogue = answer.status === 401 ? atServer : answer.status === 407 ? atProxy : null;
    if (!dialogue) return { ...answer, carrier: url.protocol === 'https:' ? null : proxy };
    answer.close();
    await dialogue.hear(answer.headers[answer.status === 401 ? 'www-authenticate' : 'proxy-authenticate']?.toString());
  }
}

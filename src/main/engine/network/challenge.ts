/** How a server or a proxy wants to be told who asks. */
export type Challenge = BasicChallenge | DigestChallenge;

export interface BasicChallenge {
  readonly scheme: 'basic';
}

export interface DigestChallenge {
  readonly scheme: 'digest';
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly hash: 'md5' | 'sha256';
  /** `MD5`, `SHA-256-sess` … as the server wrote it; null where it wrote none. */
  readonly algorithm: string | null;
  readonly session: boolean;
  /** False: a server of before RFC 2617, which knows no qop. */
  readonly qop: boolean;
  /** The nonce was too old, and the sign-in may be right. */
  readonly stale: boolean;
  readonly userhash: boolean;
}

const MOST_TEXT = 16_000;

/**
 * The strongest challenge of a `WWW-Authenticate` or `Proxy-Authenticate` that can be answered; with none, the names
 * of those that there are.
 *
 * @see RFC 7616 §3.3, RFC 7617, RFC 9110 §11.6.1
 */
export function chooseChallenge(header: string | undefined): Challenge | { readonly unknown: string } {
  const offered = parseChallenges((header ?? '').slice(0, MOST_TEXT));
  const digests = offered.flatMap(({ scheme, values }) => (scheme === 'digest' ? (asDigest(values) ?? []) : []));
  const digest = digests.find(({ hash }) => hash === 'sha256') ?? digests[0];
  if (digest) return digest;
  if (offered.some(({ scheme }) => scheme === 'basic')) return { scheme: 'basic' };
  const names = offered.map(({ scheme, values }) =>
    [scheme, values.get('algorithm'), values.get('qop')].filter(Boolean).join(' '),
  );
  return { unknown: names.join(', ').slice(0, 200) || '?' };
}

function asDigest(values: ReadonlyMap<string, string>): DigestChallenge | undefined {
  const algorithm = values.get('algorithm') ?? null;
  const [, name = '', session] = /^(md5|sha-256)(-sess)?$/i.exec(algorithm ?? 'MD5') ?? [];
  const nonce = values.get('nonce');
  const qops = values
    .get('qop')
    ?.toLowerCase()
    .split(/\s*,\s*/);
  // Of what auth-int covers, the body, a download has none; but a server that insists on it is another matter.
  if (name === '' || nonce === undefined || (qops && !qops.includes('auth'))) return undefined;
  return {
    scheme: 'digest',
    realm: values.get('realm') ?? '',
    nonce,
    opaque: values.get('opaque') ?? null,
    hash: name.toLowerCase() === 'md5' ? 'md5' : 'sha256',
    algorithm,
    session: session !== undefined,
    qop: qops !== undefined,
    stale: values.get('stale')?.toLowerCase() === 'true',
    userhash: values.get('userhash')?.toLowerCase() === 'true',
  };
}

interface Offered {
  readonly scheme: string;
  readonly values: Map<string, string>;
}

/** `Digest realm="a, b", nonce=x, Basic realm="c"`: commas part both challenges and their values. */
function parseChallenges(text: string): Offered[] {
  const offered: Offered[] = [];
  const token =
    /\s*(?:([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([\w!#$%&'*+.^`|~-]+)(?=[\s,]|$))|[\s,]+|./gy;
  for (const [, name, quoted, plain, scheme] of text.matchAll(token)) {
    if (scheme !== undefined) offered.push({ scheme: scheme.toLowerCase(), values: new Map() });
    else if (name !== undefined) {
      const value = quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1');
      offered.at(-1)?.values.set(name.toLowerCase(), value);
    }
  }
  return offered;
}

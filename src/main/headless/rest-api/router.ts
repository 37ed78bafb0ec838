import { NO_RESOURCE, type RestReply, text } from './exchange.ts';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** What a resource is asked with: the named parts of its path, the path itself, and the parsed body. */
export interface Asked {
  readonly path: string;
  readonly part: (name: string) => string;
  readonly body: unknown;
}

export interface Route {
  readonly method: Method;
  /** `/0.2/pg_mgr/plugins/:plugin/info`; `:name` takes one part of the path. */
  readonly pattern: string;
  answer(asked: Asked): Promise<RestReply> | RestReply;
}

export type Found = { readonly route: Route; readonly asked: Omit<Asked, 'body'> } | { readonly refusal: RestReply };

/** The route of a request, or why there is none: 404, or 405 where the path is asked in another way. */
export function findRoute(routes: readonly Route[], method: string | undefined, path: string): Found {
  const parts = decodeParts(path);
  if (!parts) return { refusal: text(400, 'The path cannot be decoded.') };
  const matching = routes.flatMap((route) => {
    const named = match(route.pattern.split('/'), parts);
    return named ? [{ route, named }] : [];
  });
  const found = matching.find(({ route }) => route.method === method);
  if (found) return { route: found.route, asked: { path, part: (name) => found.named.get(name) ?? '' } };
  if (matching.length === 0) return { refusal: NO_RESOURCE };
  const allow = matching.map(({ route }) => route.method).join(', ');
  return { refusal: { kind: 'text', status: 405, text: `Only ${allow} is known here.`, allow } };
}

function match(pattern: readonly string[], parts: readonly string[]): Map<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const named = new Map<string, string>();
  for (const [at, expected] of pattern.entries()) {
    const part = parts[at] ?? '';
    if (expected.startsWith(':') && part !== '') named.set(expected.slice(1), part);
    else if (expected !== part) return undefined;
  }
  return named;
}

function decodeParts(path: string): string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return undefined; // A percent sign with no two hexadecimal digits after it.
  }
}

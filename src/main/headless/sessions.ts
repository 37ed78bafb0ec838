import { randomBytes } from 'node:crypto';

const LINK_LIFE_MS = 10 * 60_000;
const SESSION_IDLE_MS = 12 * 60 * 60_000;
const MOST_LINKS = 100;
const MOST_SESSIONS = 100;

/** Who may use the window: one-time links, each good for one session, which a browser then proves by its cookie. */
export interface Sessions {
  /** A one-time token of 256 random bits, good for ten minutes. */
  newToken(): string;
  /** Uses the token up. Undefined where it is unknown, used or too old. */
  exchange(token: string): string | undefined;
  /** True for a living session, which then lives on. */
  renew(session: string): boolean;
}

/** @param now milliseconds since 1970 */
export function createSessions(now: () => number): Sessions {
  const tokens = new Map<string, number>();
  const sessions = new Map<string, number>();
  return {
    newToken() {
      const token = secret();
      put(tokens, token, now() + LINK_LIFE_MS, MOST_LINKS);
      return token;
    },
    exchange(token) {
      const expiresAt = tokens.get(token);
      tokens.delete(token);
      if (expiresAt === undefined || expiresAt < now()) return undefined;
      const session = secret();
      put(sessions, session, now() + SESSION_IDLE_MS, MOST_SESSIONS);
      return session;
    },
    renew(session) {
      const expiresAt = sessions.get(session);
      sessions.delete(session);
      if (expiresAt === undefined || expiresAt < now()) return false;
      put(sessions, session, now() + SESSION_IDLE_MS, MOST_SESSIONS);
      return true;
    },
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Maps keep insertion order, so the first key is the one that was renewed longest ago. */
function put(map: Map<string, number>, key: string, expiresAt: number, most: number): void {
  const oldest = map.keys().next().value;
  if (map.size >= most && oldest !== undefined) map.delete(oldest);
  map.set(key, expiresAt);
}

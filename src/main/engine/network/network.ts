import { z } from 'zod';
import type { Credential, Proxies } from '../../../shared/contract/network.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { EngineHost, Secrets } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import type { SettingsTable } from '../store/settings.ts';
import type { SignIn } from './answer-challenge.ts';
import { hostKey, parseHost, shownUrl } from './host-key.ts';
import { parseExceptions, parseProxy, PROXY_KINDS, type ProxyKind, type ProxyTable, proxyFor } from './proxy-rules.ts';
import type { Sessions } from './sign-in-dialogue.ts';

/** What downloads need to know of the network: through whom, and as whom. */
export interface NetworkAccess {
  /** Null where the address is asked directly. */
  proxyFor(url: URL): URL | null;
  /** By `hostKey`. @throws ProvdeskError `secrets.*` */
  signIn(host: string): Promise<SignIn | undefined>;
  readonly sessions: Sessions;
  /** A password goes to this host as it is; told once for each host. */
  sentInClear(host: string): void;
}

export interface NetworkParts {
  readonly settings: SettingsTable;
  readonly journal: Pick<Journal, 'append'>;
  readonly host: Pick<EngineHost, 'secrets' | 'environment' | 'log'>;
  /** Something that `proxies` or `credentials` show is different. */
  changed(): void;
}

/** Absent: as the environment says. Null: none. */
const Chosen = z.object({
  http: z.string().nullable().optional(),
  https: z.string().nullable().optional(),
  ftp: z.string().nullable().optional(),
  exceptions: z.array(z.string()).optional(),
});
const KEY = 'network.proxies';

const SignInSecret = z.object({ user: z.string(), password: z.string() });
const PREFIX = 'sign-in ';

/** Proxies and sign-ins of the user's choice, with the environment's proxies where nothing was chosen. */
export class Network implements NetworkAccess {
  readonly sessions: Sessions = new Map();
  readonly #parts: NetworkParts;
  readonly #fromEnvironment: ProxyTable;
  readonly #told = new Set<string>();

  constructor(parts: NetworkParts) {
    this.#parts = parts;
    this.#fromEnvironment = environmentTable(parts.host);
  }

  proxyFor(url: URL): URL | null {
    return proxyFor(url, this.#table());
  }

  async signIn(host: string): Promise<SignIn | undefined> {
    const text = await this.#secrets.get(PREFIX + host);
    if (text !== undefined) return parseSignIn(text);
    const proxy = PROXY_KINDS.map((kind) => this.#fromEnvironment[kind]).find((url) => url?.username && hostKey(url) === host);
    return proxy ? { user: decoded(proxy.username), password: decoded(proxy.password) } : undefined;
  }

  sentInClear(host: string): void {
    if (this.#told.has(host)) return;
    this.#told.add(host);
    this.#parts.host.log.warn('network', 'password sent without encryption', { host });
    this.#parts.journal.append({ kind: 'network.password-in-clear', host });
  }

  proxies(): Proxies {
    const chosen = this.#chosen();
    const proxies = PROXY_KINDS.map((kind) => {
      const inEnvironment = this.#fromEnvironment[kind];
      const url = kind in chosen ? (chosen[kind] ?? null) : inEnvironment && new URL(shownUrl(inEnvironment)).origin;
      const from = kind in chosen ? ('settings' as const) : inEnvironment ? ('environment' as const) : ('nowhere' as const);
      return { kind, url, host: url === null ? null : hostKey(new URL(url)), from };
    });
    const { exceptions } = this.#table();
    const from = chosen.exceptions ? 'settings' : exceptions.length > 0 ? 'environment' : 'nowhere';
    return { proxies, exceptions: { hosts: [...exceptions], from } };
  }

  /**
   * `url`: an address, null for no proxy, undefined for what the environment says.
   *
   * @throws ProvdeskError `network.proxy-invalid`, `source.credentials-in-url`
   */
  setProxy(kind: ProxyKind, url: string | null | undefined): Proxies {
    const { [kind]: _, ...others } = this.#chosen();
    return this.#choose(url === undefined ? others : { ...others, [kind]: url === null ? null : proxyOrigin(kind, url) });
  }

  /** Undefined: as the environment says. @throws ProvdeskError `contract.invalid-input` */
  setExceptions(hosts: readonly string[] | undefined): Proxies {
    const { exceptions: _, ...others } = this.#chosen();
    return this.#choose(hosts === undefined ? others : { ...others, exceptions: parseExceptions(hosts.join(' ')) });
  }

  /** By host. Passwords are never among what is told. */
  async credentials(): Promise<Credential[]> {
    const names = (await this.#secrets.names()).filter((name) => name.startsWith(PREFIX));
    return await Promise.all(
      names.map(async (name) => ({
        host: name.slice(PREFIX.length),
        user: parseSignIn((await this.#secrets.get(name)) ?? '')?.user ?? '',
      })),
    );
  }

  /** @throws ProvdeskError `contract.invalid-input`, `secrets.*` */
  async setCredential(typed: string, signIn: SignIn): Promise<Credential> {
    const host = requireHost(typed);
    const { user, password } = signIn;
    if (user.includes(':'))
      throw new ProvdeskError('contract.invalid-input', { field: 'user', reason: 'a user name cannot hold a colon' });
    await this.#secrets.set(PREFIX + host, JSON.stringify({ user, password }));
    this.#forget();
    return { host, user };
  }

  /** @throws ProvdeskError `network.no-credential`, `contract.invalid-input`, `secrets.*` */
  async removeCredential(typed: string): Promise<{ host: string }> {
    const host = requireHost(typed);
    if (!(await this.#secrets.names()).includes(PREFIX + host)) throw new ProvdeskError('network.no-credential', { host });
    await this.#secrets.remove(PREFIX + host);
    this.#forget();
    return { host };
  }

  get #secrets(): Secrets {
    return this.#parts.host.secrets;
  }

  #chosen(): z.infer<typeof Chosen> {
    return this.#parts.settings.read(KEY, Chosen) ?? {};
  }

  #choose(chosen: z.infer<typeof Chosen>): Proxies {
    this.#parts.settings.write(KEY, chosen);
    this.#parts.changed();
    return this.proxies();
  }

  #table(): ProxyTable {
    const chosen = this.#chosen();
    const one = (kind: ProxyKind) => {
      const text = chosen[kind];
      if (text === undefined) return this.#fromEnvironment[kind];
      return text === null ? null : new URL(text);
    };
    const exceptions = chosen.exceptions ?? this.#fromEnvironment.exceptions;
    return { http: one('http'), https: one('https'), ftp: one('ftp'), exceptions };
  }

  /** Another user, another answer. */
  #forget(): void {
    this.sessions.clear();
    this.#parts.changed();
  }
}

function environmentTable({ environment = {}, log }: NetworkParts['host']): ProxyTable {
  const read = (name: string) => environment[name] ?? environment[name.toUpperCase()] ?? '';
  const one = (kind: ProxyKind) => {
    const text = read(`${kind}_proxy`);
    const url = text === '' ? null : parseProxy(text);
    if (url === undefined) log.warn('network', 'not the address of a proxy', { variable: `${kind}_proxy` });
    return url ?? null;
  };
  return { http: one('http'), https: one('https'), ftp: one('ftp'), exceptions: parseExceptions(read('no_proxy')) };
}

/** Facts never hold what was typed: it may hold a password. */
function proxyOrigin(kind: ProxyKind, text: string): string {
  const url = parseProxy(text);
  if (!url) throw new ProvdeskError('network.proxy-invalid', { proxy: kind });
  if (url.username !== '' || url.password !== '') throw new ProvdeskError('source.credentials-in-url', { host: url.host });
  return url.origin;
}

function requireHost(typed: string): string {
  const host = parseHost(typed);
  if (host !== undefined) return host;
  throw new ProvdeskError('contract.invalid-input', {
    field: 'host',
    reason: 'write it as fw.example.net or fw.example.net:8080',
  });
}

/** Environments hold passwords with a lone percent sign too. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parseSignIn(text: string): SignIn | undefined {
  try {
    return SignInSecret.parse(JSON.parse(text));
  } catch {
    return undefined; // Not one of ours; and what it holds may not be told.
  }
}

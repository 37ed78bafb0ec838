import type { ProvdeskClient } from '../../../shared/contract/client.ts';
import type { ProxyKind } from '../../../shared/contract/network.ts';
import type { Settings } from '../../../shared/contract/app.ts';
import { ProvdeskError } from '../../../shared/failures.ts';

/** A parameter of provd's configure service that Provdesk has too. */
export interface Parameter {
  readonly id: string;
  readonly description: string;
  get(client: ProvdeskClient): Promise<string | null>;
  /** @throws ProvdeskError where the value is none that it takes */
  set(client: ProvdeskClient, value: unknown): Promise<void>;
}

/**
 * provd's proxies. A user name and a password in the address become the sign-in of that host, and are not told again.
 *
 * @see reference wazo-provd.md 2 (Proxies)
 */
function proxyParameter(kind: ProxyKind, form: string): Parameter {
  const id = `${kind}_proxy`;
  return {
    id,
    description: `Proxy for ${kind}: addresses, as ${form}; null is what the environment says`,
    async get(client) {
      const { proxies } = await client.network.proxies(undefined);
      return proxies.find((proxy) => proxy.kind === kind)?.url ?? null;
    },
    async set(client, value) {
      if (value === null || value === '') return void (await client.network.setProxy({ kind }));
      const { url, signIn } = splitSignIn(requireText(id, value));
      const { proxies } = await client.network.setProxy({ kind, url });
      const host = proxies.find((proxy) => proxy.kind === kind)?.host;
      if (signIn && host) await client.network.setCredential({ host, ...signIn });
    },
  };
}

/** `http://user:password@host:3128` in two. */
function splitSignIn(text: string): { url: string; signIn?: { user: string; password: string } } {
  const [, scheme = '', user, password = '', rest = ''] = /^(\w+:\/\/)?(?:([^:@/]+)(?::([^@/]*))?@)?(.*)$/s.exec(text) ?? [];
  if (user === undefined) return { url: text };
  return { url: `${scheme}${rest}`, signIn: { user: decoded(user), password: decoded(password) } };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A lone percent sign, as it stands in some passwords.
  }
}

const LANGUAGES: readonly Settings['language'][] = ['en', 'fr', 'de', 'es'];

export const parameters: readonly Parameter[] = [
  {
    id: 'plugin_server',
    description: 'Address of the folder that holds plugins.db',
    get: async (client) => (await client.plugins.server(undefined)).url,
    async set(client, value) {
      await client.plugins.setServer({ url: requireText('plugin_server', value) });
    },
  },
  proxyParameter('http', 'http://[user:password@]host:port'),
  proxyParameter('https', 'host:port'),
  proxyParameter('ftp', 'http://[user:password@]host:port'),
  {
    id: 'locale',
    description: 'Language of descriptions, for example fr_FR; null is the language of the system',
    get: async (client) => languageOf(await client.app.settings(undefined)),
    async set(client, value) {
      await client.app.changeSettings({ language: parseLanguage(value) });
    },
  },
];

/** Null where the system's language holds. */
export function languageOf({ language }: Settings): string | null {
  return language === 'system' ? null : language;
}

function parseLanguage(value: unknown): Settings['language'] {
  if (value === null || value === '') return 'system';
  const short = requireText('locale', value).split('_')[0]?.toLowerCase();
  const language = LANGUAGES.find((known) => known === short);
  if (!language) throw invalid('locale', `must be one of ${LANGUAGES.join(', ')}, alone or with a country`);
  return language;
}

function requireText(field: string, value: unknown): string {
  if (typeof value !== 'string') throw invalid(field, 'must be text');
  return value;
}

function invalid(field: string, reason: string): ProvdeskError {
  return new ProvdeskError('contract.invalid-input', { field, reason });
}

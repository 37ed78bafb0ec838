import type { ProvdeskClient } from '../../../shared/contract/client.ts';
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

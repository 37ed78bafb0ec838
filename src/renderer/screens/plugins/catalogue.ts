import type { PluginSummary } from '../../../shared/contract/plugins.ts';

export type PluginState = 'installed' | 'upgradable' | 'available' | 'problem' | 'gone';

export function pluginState({ version, installedVersion, problem }: PluginSummary): PluginState {
  if (problem) return 'problem';
  if (installedVersion === undefined) return 'available';
  if (version === undefined) return 'gone';
  return version === installedVersion ? 'installed' : 'upgradable';
}

export interface Match {
  readonly plugin: PluginSummary;
  /** Models that made it match, where its name and vendor alone did not. */
  readonly models: readonly string[];
}

/** Every word must be in the plugin's name, vendors or one model. Installed ones first. */
export function searchCatalogue(catalogue: readonly PluginSummary[], query: string): Match[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return catalogue
    .flatMap((plugin) => matchOf(plugin, words) ?? [])
    .sort((a, b) => rank(a.plugin) - rank(b.plugin) || a.plugin.id.localeCompare(b.plugin.id, undefined, { numeric: true }));
}

function matchOf(plugin: PluginSummary, words: readonly string[]): Match | undefined {
  const named = [plugin.id, ...plugin.vendors].join(' ').toLowerCase();
  const rest = words.filter((word) => !named.includes(word));
  if (rest.length === 0) return { plugin, models: [] };
  const models = new Set(plugin.capabilities.map(({ model }) => model));
  const matching = [...models].filter((model) => rest.every((word) => model.toLowerCase().includes(word)));
  return matching.length > 0 ? { plugin, models: matching } : undefined;
}

function rank(plugin: PluginSummary): number {
  return plugin.installedVersion === undefined ? 1 : 0;
}

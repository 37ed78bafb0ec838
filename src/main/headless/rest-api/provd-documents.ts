import type { PackageSummary } from '../../../shared/contract/packages.ts';
import type { PluginSummary } from '../../../shared/contract/plugins.ts';

/** What the server offers, as provd lists it: entries that cannot be used are left out. */
export function installablePlugins(plugins: readonly PluginSummary[], language: string): object {
  return byId(
    plugins.filter(isInstallable).map((plugin) => ({
      id: plugin.id,
      info: { ...pluginInfo(plugin, language, plugin.version), dsize: plugin.archiveBytes ?? 0 },
    })),
  );
}

export function installedPlugins(plugins: readonly PluginSummary[], language: string): object {
  return byId(
    plugins.filter(isInstalled).map((plugin) => ({ id: plugin.id, info: pluginInfo(plugin, language, plugin.installedVersion) })),
  );
}

export function isInstallable(plugin: PluginSummary): boolean {
  return plugin.version !== undefined && plugin.problem === undefined;
}

export function isInstalled(plugin: PluginSummary): boolean {
  return plugin.installedVersion !== undefined;
}

/** `plugin-info` as provd gives it: capabilities by `"Vendor, Model, Version"`, the description in one language. */
export function pluginInfo(plugin: PluginSummary, language: string, version: string | undefined): object {
  const capabilities = plugin.capabilities.map(
    ({ vendor, model, version: firmware, ...known }) => [`${vendor}, ${model}, ${firmware}`, underProvdsNames(known)] as const,
  );
  return {
    version,
    description: inLanguage(plugin.descriptions, language),
    capabilities: Object.fromEntries(capabilities),
  };
}

/** `highAvailability` is `high_availability` there. */
function underProvdsNames(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([key, fact]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), fact]),
  );
}

export function installablePackages(packages: readonly PackageSummary[], language: string): object {
  return byId(
    packages
      .filter((summary) => summary.problem === undefined)
      .map((summary) => ({ id: summary.id, info: packageInfo(summary, language, summary.version) })),
  );
}

export function installedPackages(packages: readonly PackageSummary[], language: string): object {
  return byId(
    packages.flatMap((summary) =>
      summary.installedVersion === undefined
        ? []
        : [{ id: summary.id, info: packageInfo(summary, language, summary.installedVersion) }],
    ),
  );
}

function packageInfo(summary: PackageSummary, language: string, version: string): object {
  return { version, description: inLanguage(summary.descriptions, language), dsize: summary.size };
}

/** The exact locale (`fr_FR`), else its language, else the text for everyone. */
function inLanguage(descriptions: Readonly<Record<string, string>>, language: string): string {
  const [short = ''] = language.split('_');
  return descriptions[language] ?? descriptions[short] ?? descriptions[''] ?? '';
}

function byId(entries: readonly { id: string; info: object }[]): object {
  return Object.fromEntries(entries.map(({ id, info }) => [id, info]));
}

import type { PackageScope } from '../../../shared/contract/operations.ts';
import type { PackageSummary } from '../../../shared/contract/packages.ts';
import type { Failure } from '../../../shared/failures.ts';
import { modelMatches } from '../../domain/provisioning/associate.ts';
import type { InstalledPlugin, InstalledPlugins } from './installed-plugins.ts';
import type { PluginServer } from './plugin-server.ts';

/** What a scope comes to on this machine. */
export interface ScopedPackages {
  readonly plugins: readonly InstalledPlugin[];
  /** Of the plugins that can be read; not narrowed to what is left to do. */
  readonly packages: readonly PackageSummary[];
  readonly unreadable: readonly { readonly plugin: string; readonly problem: Failure }[];
}

/** @throws ProvdeskError `plugins.not-installed` for a plugin that is named and is not */
export function packagesInScope(
  { plugin, vendor, models }: PackageScope,
  parts: { installed: InstalledPlugins; server: PluginServer; list(plugin: string): PackageSummary[] },
): ScopedPackages {
  const named = plugin === undefined ? parts.installed.all() : [parts.installed.get(plugin)];
  const plugins = vendor === undefined ? named : named.filter((each) => vendorsOf(each, parts.server).has(vendor.toLowerCase()));
  const all = plugins.flatMap(({ id }) => parts.list(id));
  return {
    plugins,
    packages: models === undefined ? all : all.filter((summary) => models.some((model) => isForModel(summary, model))),
    unreadable: plugins.flatMap(({ id, content, problem }) => (content === null && problem ? [{ plugin: id, problem }] : [])),
  };
}

/** In lower case. One that cannot be read is known by what the server says of it. */
function vendorsOf({ id, content }: InstalledPlugin, server: PluginServer): ReadonlySet<string> {
  const info = content?.info ?? server.index?.entries.find((entry) => entry.id === id);
  return new Set((info?.capabilities ?? []).map((capability) => capability.vendor.toLowerCase()));
}

/** Whether a package's id, texts or file names hold this model as a word: `T46U` in `T43U_T46U_T41U-fw`. */
function isForModel(summary: PackageSummary, model: string): boolean {
  const words = [summary.id, ...Object.values(summary.descriptions), ...summary.files.map((file) => file.name)]
    .flatMap((text) => text.split(/[^A-Za-z0-9()]+/))
    .filter((word) => word !== '');
  return words.some((word) => modelMatches(word, model));
}

import type { PackageFile, PackageSummary } from '../../../shared/contract/packages.ts';
import type { PluginSummary } from '../../../shared/contract/plugins.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { type FileDefinition, type PackageDefinition, mustBeBrought } from '../../domain/plugins/pkgs-db.ts';
import type { PluginIndex } from '../../domain/plugins/plugin-index.ts';
import type { PluginInfo } from '../../domain/plugins/plugin-info.ts';
import type { ContentStore } from '../store/content-store.ts';
import type { PublishedFiles } from '../store/published-files.ts';
import type { InstalledPlugin, InstalledPlugins, PackageRow } from './installed-plugins.ts';

/** The server's list and the installed plugins as one, by id. */
export function pluginSummaries(index: PluginIndex | undefined, installed: InstalledPlugins): PluginSummary[] {
  const summaries = new Map<string, PluginSummary>();
  for (const entry of index?.entries ?? []) {
    summaries.set(entry.id, { id: entry.id, version: entry.version, archiveBytes: entry.archiveBytes, ...describe(entry) });
  }
  for (const { id, reason } of index?.broken ?? []) {
    const problem = new ProvdeskError('plugins.entry-invalid', { plugin: id, reason }).failure;
    summaries.set(id, { id, descriptions: {}, vendors: [], capabilities: [], problem });
  }
  for (const plugin of installed.all()) {
    const listed = summaries.get(plugin.id);
    summaries.set(plugin.id, { ...listed, ...installedSummary(plugin, listed, installed.packagesOf(plugin.id)) });
  }
  return [...summaries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function packageSummaries(
  plugin: InstalledPlugin,
  parts: { installed: InstalledPlugins; contents: ContentStore; published: PublishedFiles },
): PackageSummary[] {
  const rows = new Map(parts.installed.packagesOf(plugin.id).map((row) => [row.id, row]));
  const catalogue = plugin.content?.packages;
  const known = (catalogue?.packages ?? []).map((definition) => summarize(plugin.id, definition, rows.get(definition.id), parts));
  const broken = [...(catalogue?.broken ?? [])].map(([id, { version, reason }]): PackageSummary => {
    const problem = new ProvdeskError('packages.invalid', { plugin: plugin.id, package: id, reason }).failure;
    return { ...emptySummary(plugin.id, id, version), ...installedFacts(rows.get(id)), problem };
  });
  const listed = new Set([...known, ...broken].map((summary) => summary.id));
  // Installed from an earlier version of the plugin, which no longer defines it: still served, so still shown.
  const former = [...rows.values()]
    .filter((row) => !listed.has(row.id))
    .map(
      (row): PackageSummary => ({
        ...emptySummary(plugin.id, row.id, row.version),
        ...installedFacts(row),
        served: parts.published.pathsOf(plugin.id, row.id),
      }),
    );
  return [...known, ...broken, ...former].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function installedSummary(
  plugin: InstalledPlugin,
  listed: PluginSummary | undefined,
  rows: readonly PackageRow[],
): PluginSummary {
  const catalogue = plugin.content?.packages;
  const described = listed ?? describe(plugin.content?.info);
  return {
    id: plugin.id,
    ...described,
    installedVersion: plugin.version,
    installedAt: plugin.installedAt,
    packages: { total: (catalogue?.packages.length ?? 0) + (catalogue?.broken.size ?? 0), installed: rows.length },
    ...(plugin.previousVersion === null ? {} : { previousVersion: plugin.previousVersion }),
    ...(plugin.problem ? { problem: plugin.problem } : {}),
  };
}

function describe(info: PluginInfo | undefined): Pick<PluginSummary, 'descriptions' | 'vendors' | 'capabilities'> {
  const capabilities = [...(info?.capabilities ?? [])];
  return {
    descriptions: { ...info?.descriptions },
    vendors: [...new Set(capabilities.map(({ vendor }) => vendor))],
    capabilities,
  };
}

function summarize(
  plugin: string,
  definition: PackageDefinition,
  row: PackageRow | undefined,
  { contents, published }: { contents: ContentStore; published: PublishedFiles },
): PackageSummary {
  return {
    ...emptySummary(plugin, definition.id, definition.version),
    ...installedFacts(row),
    descriptions: { ...definition.descriptions },
    size: definition.files.reduce((sum, file) => sum + file.size, 0),
    files: definition.files.map((file) => ({
      name: file.filename,
      size: file.size,
      state: fileState(file, contents),
      ...(file.foreignDownloader === undefined ? {} : { downloader: file.foreignDownloader }),
      ...(file.digest.algorithm === 'md5' ? { weakDigest: true as const } : {}),
    })),
    served: row ? published.pathsOf(plugin, definition.id) : [],
  };
}

function emptySummary(plugin: string, id: string, version: string): PackageSummary {
  return { plugin, id, version, descriptions: {}, size: 0, files: [], served: [] };
}

function installedFacts(row: PackageRow | undefined): Pick<PackageSummary, 'installedVersion' | 'installedAt'> {
  return row ? { installedVersion: row.version, installedAt: row.installedAt } : {};
}

function fileState(file: FileDefinition, contents: ContentStore): PackageFile['state'] {
  if (contents.find(file.digest, file.size)) return 'here';
  return mustBeBrought(file) ? 'bring' : 'remote';
}

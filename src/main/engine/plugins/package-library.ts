import type { InstallPlan, PackageSummary } from '../../../shared/contract/packages.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { modelMatches } from '../../domain/provisioning/associate.ts';
import { withDependencies } from '../../domain/plugins/depends.ts';
import type { PackageDefinition } from '../../domain/plugins/pkgs-db.ts';
import type { Log } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import type { NetworkAccess } from '../network/network.ts';
import type { ItemProgress, OperationPlan } from '../operations/operations.ts';
import type { ContentStore } from '../store/content-store.ts';
import type { Store } from '../store/database.ts';
import type { PublishedFiles } from '../store/published-files.ts';
import { addFiles } from './brought-files.ts';
import type { BusyPlugins } from './busy-plugins.ts';
import { cleanUnused, diskUsage } from './disk-usage.ts';
import { FileDownloads, type VerifiedFile } from './download.ts';
import { publishPackage, stagePackage, uninstallPackage } from './install-package.ts';
import { planOf } from './install-plan.ts';
import type { InstalledPlugins } from './installed-plugins.ts';
import type { NetworkPolicy } from './network-policy.ts';
import type { PluginServer } from './plugin-server.ts';
import { packageSummaries } from './summaries.ts';

export interface PackageLibraryParts {
  readonly database: Store;
  readonly contents: ContentStore;
  readonly installed: InstalledPlugins;
  readonly published: PublishedFiles;
  readonly journal: Journal;
  readonly server: PluginServer;
  readonly busy: BusyPlugins;
  readonly partialDir: string;
  readonly network: NetworkPolicy;
  readonly access: NetworkAccess;
  readonly sevenZipWorker: URL;
  readonly log: Log;
  now(): number;
  /** Something that a plugin's packages show is different. */
  changed(plugin: string): void;
}

/** Packages that are fetched and installed at the same time. */
const PACKAGES_AT_ONCE = 4;

/** Everything that is done with the firmware packages of installed plugins. */
export class PackageLibrary {
  readonly #parts: PackageLibraryParts;
  readonly #downloads: FileDownloads;

  constructor(parts: PackageLibraryParts) {
    this.#parts = parts;
    this.#downloads = new FileDownloads(parts.contents, parts.partialDir, parts.network, parts.access);
  }

  /** @throws ProvdeskError `plugins.not-installed` */
  list(plugin: string): PackageSummary[] {
    return packageSummaries(this.#parts.installed.get(plugin), this.#parts);
  }

  /** @throws ProvdeskError `store.disk-full`; what is wrong with a single file is in the answer */
  async addFiles(paths: readonly string[]): ReturnType<typeof addFiles> {
    // What was brought is referred to by nothing until it is installed.
    const release = this.#parts.busy.occupy('files');
    try {
      return await addFiles(paths, this.#parts);
    } finally {
      release();
      this.#parts.changed('');
    }
  }

  usage(): ReturnType<typeof diskUsage> {
    return diskUsage(this.#parts.contents, this.#parts.partialDir);
  }

  /** @throws ProvdeskError `plugins.busy` */
  clean(): { freed: number } {
    const cleaned = cleanUnused(this.#parts.contents, this.#parts.busy);
    this.#parts.changed('');
    return cleaned;
  }

  /** @throws ProvdeskError `plugins.not-installed`, `plugins.busy`, `packages.unknown` */
  planPackageInstall(plugin: string, ids: readonly string[]): OperationPlan {
    const { content } = this.#parts.installed.get(plugin);
    const unknown = ids.find(
      (id) => !content?.packages.packages.some((known) => known.id === id) && !content?.packages.broken.has(id),
    );
    if (unknown !== undefined) throw new ProvdeskError('packages.unknown', { plugin, package: unknown });
    return this.#planPackages('packages.install', plugin, this.#needed(plugin, ids));
  }

  /**
   * Everything that is not installed in its present version. `models` keeps the packages whose id, description or
   * files name one of these models.
   *
   * @throws ProvdeskError `plugins.not-installed`, `plugins.busy`, `packages.none` where no package is for these models
   */
  planInstallAll(plugin: string, models: readonly string[] | undefined): OperationPlan {
    const all = this.list(plugin);
    const wanted = models === undefined ? all : all.filter((summary) => models.some((model) => isForModel(summary, model)));
    if (models !== undefined && wanted.length === 0)
      throw new ProvdeskError('packages.none', { plugin, models: models.join(', ') });
    const items = wanted.filter((summary) => summary.installedVersion !== summary.version).map((summary) => summary.id);
    return this.#planPackages('packages.install-all', plugin, this.#needed(plugin, items));
  }

  /**
   * What an installation would take, of one plugin or of several.
   *
   * @throws ProvdeskError `plugins.not-installed`
   */
  async plan(of: {
    plugin?: string | undefined;
    vendor?: string | undefined;
    models?: readonly string[] | undefined;
  }): Promise<InstallPlan> {
    const { plugin, vendor, models } = of;
    const plugins = plugin === undefined ? this.#parts.installed.all() : [this.#parts.installed.get(plugin)];
    const ofVendor = plugins.filter(
      ({ content }) =>
        vendor === undefined || content?.info.capabilities.some((each) => each.vendor.toLowerCase() === vendor.toLowerCase()),
    );
    const all = ofVendor.flatMap(({ id }) => this.list(id));
    const wanted = models === undefined ? all : all.filter((summary) => models.some((model) => isForModel(summary, model)));
    return planOf(wanted, (await this.usage()).diskFree);
  }

  /**
   * Installed packages whose plugin now defines another version; `ids` narrows it to these.
   *
   * @throws ProvdeskError `plugins.not-installed`, `plugins.busy`, `packages.not-installed`
   */
  planPackageUpgrade(plugin: string, ids: readonly string[] | undefined): OperationPlan {
    const installed = this.list(plugin).filter((summary) => summary.installedVersion !== undefined);
    const missing = ids?.find((id) => !installed.some((summary) => summary.id === id));
    if (missing !== undefined) throw new ProvdeskError('packages.not-installed', { plugin, package: missing });
    const outdated = installed.filter(
      (summary) => summary.version !== summary.installedVersion && (ids?.includes(summary.id) ?? true),
    );
    return this.#planPackages(
      'packages.install',
      plugin,
      this.#needed(
        plugin,
        outdated.map((summary) => summary.id),
      ),
    );
  }

  /** @throws ProvdeskError `plugins.not-installed`, `plugins.busy`, `packages.not-installed`: then none is uninstalled */
  uninstallPackages(plugin: string, ids: readonly string[]): string[] {
    this.#parts.installed.get(plugin);
    const release = this.#parts.busy.occupy(plugin);
    try {
      const versions = new Map(this.#parts.installed.packagesOf(plugin).map((row) => [row.id, row.version]));
      const missing = ids.find((id) => !versions.has(id));
      if (missing !== undefined) throw new ProvdeskError('packages.not-installed', { plugin, package: missing });
      for (const id of ids) uninstallPackage(plugin, id, versions.get(id), this.#parts);
    } finally {
      release();
    }
    this.#parts.changed(plugin);
    return [...ids];
  }

  /** With what they depend on; of that, only what is not there in its present version. */
  #needed(plugin: string, ids: readonly string[]): string[] {
    const definitions = this.#parts.installed.get(plugin).content?.packages.packages ?? [];
    const present = new Map(this.#parts.installed.packagesOf(plugin).map((row) => [row.id, row.version]));
    const isThere = (id: string) => present.get(id) === definitions.find((each) => each.id === id)?.version;
    return withDependencies([...new Set(ids)], definitions).filter((id) => ids.includes(id) || !isThere(id));
  }

  #planPackages(kind: 'packages.install' | 'packages.install-all', plugin: string, items: readonly string[]): OperationPlan {
    const release = this.#parts.busy.occupy(plugin);
    return {
      kind,
      plugin,
      items,
      atOnce: PACKAGES_AT_ONCE,
      run: (item, signal) => this.#installPackage(plugin, item, signal),
      ended: release,
    };
  }

  async #installPackage(plugin: string, item: ItemProgress, signal: AbortSignal): Promise<void> {
    const definition = this.#definition(plugin, item.id);
    item.stage('downloading');
    item.files(definition.files.map(({ filename, size }) => ({ name: filename, done: 0, total: size, state: 'waiting' })));
    const sources = await this.#obtainAll(definition.files, item, signal);
    item.stage('installing');
    const staged = await stagePackage(this.#parts.contents, plugin, definition, sources, {
      sevenZipWorker: this.#parts.sevenZipWorker,
      log: this.#parts.log,
      signal,
    });
    publishPackage(staged, this.#parts);
    this.#parts.changed(plugin);
  }

  /** All files of a package; where one fails, the others are not waited for: they end, and then it is told. */
  async #obtainAll(files: PackageDefinition['files'], item: ItemProgress, signal: AbortSignal): Promise<VerifiedFile[]> {
    const siblings = new AbortController();
    const cancel = () => siblings.abort();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    let first: unknown;
    const obtained = await Promise.allSettled(
      files.map((file) =>
        this.#obtain(file, item, siblings.signal).catch((error: unknown) => {
          first ??= error;
          siblings.abort();
          throw error;
        }),
      ),
    );
    signal.removeEventListener('abort', cancel);
    if (first !== undefined) throw first;
    return obtained.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  }

  async #obtain(file: PackageDefinition['files'][number], item: ItemProgress, signal: AbortSignal) {
    const { filename, size } = file;
    try {
      item.file(filename, { state: 'downloading' });
      const verified = await this.#downloads.obtain(file, {
        signal,
        allowFile: this.#parts.server.allowFile,
        onBytes: (done) => item.file(filename, { done }),
      });
      item.addBytes(verified.fetched);
      item.file(filename, { done: size, state: 'here' });
      return verified;
    } catch (error) {
      item.file(filename, { state: 'failed' });
      throw error;
    }
  }

  #definition(plugin: string, id: string): PackageDefinition {
    const { content } = this.#parts.installed.get(plugin);
    const broken = content?.packages.broken.get(id);
    if (broken) throw new ProvdeskError('packages.invalid', { plugin, package: id, reason: broken.reason });
    const definition = content?.packages.packages.find((candidate) => candidate.id === id);
    if (!definition) throw new ProvdeskError('packages.unknown', { plugin, package: id });
    return definition;
  }
}

/** Whether a package's id, texts or file names hold this model as a word: `T46U` in `T43U_T46U_T41U-fw`. */
function isForModel(summary: PackageSummary, model: string): boolean {
  const words = [summary.id, ...Object.values(summary.descriptions), ...summary.files.map((file) => file.name)]
    .flatMap((text) => text.split(/[^A-Za-z0-9()]+/))
    .filter((word) => word !== '');
  return words.some((word) => modelMatches(word, model));
}

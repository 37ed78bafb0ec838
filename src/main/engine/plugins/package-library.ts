import type { Operation, PackageScope } from '../../../shared/contract/operations.ts';
import type { InstallPlan, PackageSummary } from '../../../shared/contract/packages.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { withDependencies } from '../../domain/plugins/depends.ts';
import { fileKey } from '../../domain/plugins/pkgs-db.ts';
import type { OperationPlan } from '../operations/plan.ts';
import { filesToFetch, isLeft, planOf, type WantedPackage } from './install-plan.ts';
import { uninstallPackage } from './install-package.ts';
import { PackageInstaller, type PackageInstallerParts, type PackageItem } from './package-installer.ts';
import { packagesInScope, type ScopedPackages } from './package-scope.ts';
import { packageSummaries } from './summaries.ts';

/** Everything that is done with the firmware packages of installed plugins. */
export class PackageLibrary {
  readonly #parts: PackageInstallerParts;
  readonly #installer: PackageInstaller;

  constructor(parts: PackageInstallerParts) {
    this.#parts = parts;
    this.#installer = new PackageInstaller(parts);
  }

  /** @throws ProvdeskError `plugins.not-installed`, or why the plugin's folder cannot be read */
  list(plugin: string): PackageSummary[] {
    this.#parts.installed.contentOf(plugin);
    return packageSummaries(this.#parts.installed.get(plugin), this.#parts);
  }

  /** @throws ProvdeskError `plugins.not-installed`, `plugins.busy`, `packages.unknown`, `store.limit-reached`, `store.no-room` */
  planPackageInstall(plugin: string, ids: readonly string[]): OperationPlan {
    const { packages } = this.#parts.installed.contentOf(plugin);
    const unknown = ids.find((id) => !packages.packages.some((known) => known.id === id) && !packages.broken.has(id));
    if (unknown !== undefined) throw new ProvdeskError('packages.unknown', { plugin, package: unknown });
    return this.#planOfOne(plugin, ids);
  }

  /**
   * Everything in scope that is not installed in its present version, with what it depends on.
   *
   * @throws ProvdeskError `plugins.not-installed`, `plugins.none-installed`, `plugins.none-of-vendor`, `packages.none`,
   *   `packages.none-for-models` where nothing is meant; `plugins.busy`, `store.limit-reached`, `store.no-room`
   */
  planInstallAll(scope: PackageScope): OperationPlan {
    const meant = this.#meant(scope);
    requireAny(scope, meant);
    const { plugin = null } = scope;
    return this.#installer.plan({ kind: 'packages.install-all', plugin, scope }, this.#itemsOf(meant));
  }

  /** What `planInstallAll` would do; nothing meant is nothing to do. @throws ProvdeskError `plugins.not-installed` */
  plan(scope: PackageScope): InstallPlan {
    const { contents, space, busy } = this.#parts;
    const meant = this.#meant(scope);
    const wanted = this.#itemsOf(meant).flatMap((item) => this.#wanted(item));
    const release = busy.hold();
    try {
      // What is here and would be used makes no room for the rest.
      for (const { summary } of wanted) {
        for (const file of this.#filesOf(summary)) {
          const here = contents.find(file.digest, file.size);
          if (here) space.use(here.sha256);
        }
      }
      const room = { diskFree: space.diskFree(), limit: space.limit, overLimit: space.overLimit(filesToFetch(wanted)) };
      return planOf(wanted, [...meant.unreadable], room);
    } finally {
      release();
    }
  }

  /**
   * Installed packages whose plugin now defines another version; `ids` narrows it to these.
   *
   * @throws ProvdeskError `plugins.not-installed`, `plugins.busy`, `packages.not-installed`, `store.limit-reached`, `store.no-room`
   */
  planPackageUpgrade(plugin: string, ids: readonly string[] | undefined): OperationPlan {
    const installed = this.list(plugin).filter((summary) => summary.installedVersion !== undefined);
    const missing = ids?.find((id) => !installed.some((summary) => summary.id === id));
    if (missing !== undefined) throw new ProvdeskError('packages.not-installed', { plugin, package: missing });
    const outdated = installed.filter((summary) => isLeft(summary) && (ids?.includes(summary.id) ?? true));
    return this.#planOfOne(
      plugin,
      outdated.map((summary) => summary.id),
    );
  }

  /**
   * All of an ended installation that did not succeed. A plugin that could not be read then, and can be now, brings what
   * is left of it; what is gone since is an item that fails.
   *
   * @throws ProvdeskError `plugins.busy`, `store.limit-reached`, `store.no-room`
   */
  planContinuation({ id, kind, plugin, scope = {}, items, startedAt }: Operation): OperationPlan {
    const left = items.filter((item) => item.state !== 'success');
    const all = left.flatMap((item): PackageItem[] => {
      const owner = item.plugin ?? plugin ?? '';
      const isWholePlugin =
        item.id === owner && !this.#defines(owner, item.id) && this.#parts.installed.find(owner) !== undefined;
      return isWholePlugin
        ? this.#itemsOf(this.#meant({ plugin: owner, ...(scope.models ? { models: scope.models } : {}) }))
        : [{ plugin: owner, id: item.id }];
    });
    return this.#installer.plan(
      {
        kind: kind === 'packages.install-all' ? kind : 'packages.install',
        plugin: plugin ?? null,
        scope,
        continues: id,
        doneSince: startedAt,
      },
      all,
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

  #planOfOne(plugin: string, ids: readonly string[]): OperationPlan {
    const items = this.#needed(plugin, ids).map((id) => ({ plugin, id }));
    return this.#installer.plan({ kind: 'packages.install', plugin, scope: { plugin } }, items);
  }

  #meant(scope: PackageScope): ScopedPackages {
    return packagesInScope(scope, { ...this.#parts, list: (plugin) => this.list(plugin) });
  }

  #itemsOf({ packages, unreadable }: ScopedPackages): PackageItem[] {
    const left = Map.groupBy(packages.filter(isLeft), (summary) => summary.plugin);
    const items = [...left].flatMap(([plugin, summaries]) =>
      this.#needed(
        plugin,
        summaries.map(({ id }) => id),
      ).map((id) => ({ plugin, id })),
    );
    return [...items, ...unreadable.map(({ plugin, problem }) => ({ plugin, id: plugin, problem }))];
  }

  #wanted({ plugin, id, problem }: PackageItem): WantedPackage[] {
    if (problem) return [];
    const summary = this.list(plugin).find((each) => each.id === id);
    return summary ? [{ summary, keys: this.#filesOf(summary).map(fileKey) }] : [];
  }

  #filesOf({ plugin, id }: PackageSummary) {
    return this.#parts.installed.find(plugin)?.content?.packages.packages.find((each) => each.id === id)?.files ?? [];
  }

  #defines(plugin: string, id: string): boolean {
    const catalogue = this.#parts.installed.find(plugin)?.content?.packages;
    return catalogue !== undefined && (catalogue.broken.has(id) || catalogue.packages.some((each) => each.id === id));
  }

  /** With what they depend on; of that, only what is not there in its present version. */
  #needed(plugin: string, ids: readonly string[]): string[] {
    const definitions = this.#parts.installed.get(plugin).content?.packages.packages ?? [];
    const present = new Map(this.#parts.installed.packagesOf(plugin).map((row) => [row.id, row.version]));
    const isThere = (id: string) => present.get(id) === definitions.find((each) => each.id === id)?.version;
    return withDependencies([...new Set(ids)], definitions).filter((id) => ids.includes(id) || !isThere(id));
  }
}

/** Nothing that is meant is a slip of who asked, where nothing that is left is an answer. */
function requireAny({ plugin, vendor, models }: PackageScope, { plugins, packages, unreadable }: ScopedPackages): void {
  if (plugins.length === 0) {
    throw vendor === undefined
      ? new ProvdeskError('plugins.none-installed')
      : new ProvdeskError('plugins.none-of-vendor', { vendor });
  }
  if (models === undefined || packages.length > 0 || unreadable.length > 0) return;
  const facts = { models: models.join(', ') };
  throw plugin === undefined
    ? new ProvdeskError('packages.none-for-models', facts)
    : new ProvdeskError('packages.none', { plugin, ...facts });
}

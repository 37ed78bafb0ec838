import { Settings } from '../../shared/contract/app.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import { RepoFolders } from '../../shared/contract/repo.ts';
import type { Handlers } from '../../shared/contract/kit.ts';
import { ProvdeskError } from '../../shared/failures.ts';
import type { Authoring } from './authoring/authoring.ts';
import type { ConsoleHistory } from './console-history.ts';
import type { FetchThreads } from './diagnosis/fetch-threads.ts';
import { fetchUrl } from './diagnosis/fetch-url.ts';
import type { SelfTests } from './diagnosis/self-test.ts';
import type { EngineHost } from './host.ts';
import type { Journal } from './journal/journal.ts';
import type { Network } from './network/network.ts';
import type { NewsDesk } from './news.ts';
import type { Operations } from './operations/operations.ts';
import type { InstalledPlugins } from './plugins/installed-plugins.ts';
import type { LinkHealth } from './plugins/link-health.ts';
import type { PackageLibrary } from './plugins/package-library.ts';
import type { PluginLibrary } from './plugins/plugin-library.ts';
import type { PluginServer } from './plugins/plugin-server.ts';
import type { StoredFiles } from './plugins/stored-files.ts';
import type { Configurations } from './provisioning/configurations.ts';
import type { Devices } from './provisioning/devices.ts';
import type { ExpectedUploads } from './provisioning/expected-uploads.ts';
import { writeRendered } from './provisioning/write-rendered.ts';
import { hostPort, listInterfaces } from './serving/interfaces.ts';
import type { ServingControl } from './serving/serving-control.ts';
import type { SettingsTable } from './store/settings.ts';
import type { UpgradeEngine } from './upgrade-engine.ts';

export interface EngineParts {
  readonly host: EngineHost;
  readonly startedAt: number;
  readonly settings: SettingsTable;
  readonly news: NewsDesk;
  readonly serving: ServingControl;
  readonly selfTests: SelfTests;
  readonly fetchThreads: FetchThreads;
  readonly server: PluginServer;
  readonly library: PluginLibrary;
  readonly packages: PackageLibrary;
  readonly storedFiles: StoredFiles;
  readonly links: LinkHealth;
  readonly access: Network;
  readonly installed: InstalledPlugins;
  readonly operations: Operations;
  readonly devices: Devices;
  readonly configurations: Configurations;
  readonly expectedUploads: ExpectedUploads;
  readonly journal: Journal;
  readonly authoring: Authoring;
  readonly upgrade: UpgradeEngine;
  readonly consoleHistory: ConsoleHistory;
  changed(plugin: string): void;
}

const DEFAULT_SETTINGS: Settings = { language: 'system', appearance: 'system' };
const NO_FOLDERS: RepoFolders = { source: null, testing: null, stable: null, archive: null };

/** Every call of the contract, a line each. Where it needs more, the work is in the wrong folder. */
export function createHandlers(parts: EngineParts): Handlers<Contract> {
  const { host, settings, news, serving, server, library, packages, storedFiles, links, installed } = parts;
  const { access, operations, devices, configurations, journal, authoring, upgrade } = parts;
  const { images, planner, upgrades } = upgrade;
  const readSettings = () => settings.read('app.settings', Settings) ?? DEFAULT_SETTINGS;
  const readFolders = () => settings.read('repo.folders', RepoFolders) ?? NO_FOLDERS;
  return {
    app: {
      status: () => appStatus(parts),
      windowLink: () => windowLink(host),
      settings: readSettings,
      changeSettings(change) {
        const changed = { ...readSettings(), ...change };
        settings.write('app.settings', changed);
        news.announce('app.settingsChanged', changed);
        return changed;
      },
    },
    serving: {
      interfaces: () => listInterfaces(),
      status: () => serving.status(),
      start: ({ listeners, remember }) => serving.start(listeners, remember),
      stop: () => serving.stop(),
      test: ({ addresses }) => parts.selfTests.run(addresses),
      fetch: (wish) => fetchUrl(wish, parts.fetchThreads),
    },
    plugins: {
      server: () => ({ url: server.url, updatedAt: server.index?.updatedAt ?? null }),
      setServer({ url }) {
        const chosen = server.choose(url);
        parts.changed('');
        return { url: chosen };
      },
      async update() {
        const plugins = await server.update();
        parts.changed('');
        return { plugins };
      },
      catalogue: () => library.catalogue(),
      install: ({ ids, from, refetch }) => ({ operation: operations.start(library.planPluginInstall(ids, from, refetch)) }),
      upgrade: ({ ids }) => ({ operation: operations.start(library.planPluginUpgrade(ids)) }),
      previewUpgrade: ({ id }) => library.previewUpgrade(id),
      rollback: ({ id }) => library.rollbackPlugin(id),
      reload: ({ id }) => library.reloadPlugin(id),
      uninstall: ({ id, clean }) => library.uninstallPlugin(id, clean),
    },
    packages: {
      list: ({ plugin }) => packages.list(plugin),
      install: ({ plugin, packages: ids }) => ({ operation: operations.start(packages.planPackageInstall(plugin, ids)) }),
      installAll: (scope) => ({ operation: operations.start(packages.planInstallAll(scope)) }),
      plan: (scope) => packages.plan(scope),
      upgrade: ({ plugin, packages: ids }) => ({ operation: operations.start(packages.planPackageUpgrade(plugin, ids)) }),
      uninstall: ({ plugin, packages: ids }) => ({ uninstalled: packages.uninstallPackages(plugin, ids) }),
    },
    files: {
      add: ({ paths }) => storedFiles.add(paths),
      usage: () => storedFiles.usage(),
      setLimit: ({ bytes }) => storedFiles.setLimit(bytes),
      clean: () => storedFiles.clean(),
    },
    links: {
      check: (scope) => ({ operation: operations.start(links.planCheck(scope)) }),
      list: (scope) => links.list(scope),
    },
    network: {
      proxies: () => access.proxies(),
      setProxy: ({ kind, url }) => access.setProxy(kind, url),
      setExceptions: ({ hosts }) => access.setExceptions(hosts),
      credentials: () => access.credentials(),
      setCredential: ({ host: at, ...signIn }) => access.setCredential(at, signIn),
      removeCredential: ({ host: at }) => access.removeCredential(at),
    },
    operations: {
      list: () => operations.list(),
      get: ({ id }) => operations.get(id),
      cancel: ({ id }) => operations.cancel(id),
      retryFailed: ({ id }) => ({ operation: operations.start(continuation(id, parts)) }),
    },
    devices: {
      add: (device) => devices.add(upgrade.checked(device)),
      change: ({ id, ...change }) => devices.change(devices.get(id).id, upgrade.checked(change)),
      forgetHostKeys: ({ id }) => ({ forgotten: upgrade.hostKeys.forget(devices.get(id).id) }),
      parameters: ({ of }) => configurations.of(of),
      configure: ({ of, set, unset }) => configurations.configure(of, set, unset),
      async render({ id, out, overwrite }) {
        const files = configurations.render(devices.get(id));
        if (out !== undefined) await writeRendered(out, files, overwrite);
        return { files: files.map(({ path, bytes, sha256 }) => ({ path, bytes: bytes.length, sha256 })) };
      },
      list: () => devices.list(),
      remove({ id: named }) {
        const { id } = devices.get(named);
        upgrade.forget(id);
        configurations.forget(id);
        return devices.remove(id);
      },
      expectUpload({ mac, minutes, maxBytes }) {
        if (serving.status().listeners.every(({ protocol }) => protocol !== 'tftp'))
          throw new ProvdeskError('devices.not-serving', { mac });
        return parts.expectedUploads.expect(mac, minutes, maxBytes);
      },
      setRollover: ({ id, rollover }) => devices.setRollover(id, rollover),
    },
    credentials: {
      list: () => upgrade.credentials.list(),
      add: (wish) => upgrade.credentials.add(wish),
      remove: ({ id }) => upgrade.credentials.remove(upgrade.credentials.find(id).id),
    },
    images: {
      categories: () => images.categories(),
      addCategory: ({ name, description }) => images.addCategory(name, description),
      removeCategory: ({ id }) => images.removeCategory(id),
      builds: ({ category }) => images.builds(category),
      addBuild: (wish) => images.addBuild(wish),
      removeBuild: ({ id }) => images.removeBuild(id),
      list: () => images.images(),
      inspect: ({ path }) => images.inspect(path),
      add: (wish) => images.add(wish),
      remove: ({ id }) => images.remove(id),
      limit: () => ({ bytes: images.limit }),
      setLimit({ bytes }) {
        images.limit = bytes;
        return { bytes };
      },
      types: () => ({ custom: images.customTypes, builtIn: [...images.builtInTypes] }),
      setTypes({ custom }) {
        images.customTypes = custom;
        return { custom };
      },
    },
    upgrades: {
      plan: (choice) => planner.plan(choice),
      start(choice) {
        const { batch, operations: planned } = planner.batch(choice);
        return upgrades.start(batch, planned);
      },
      operations: ({ batch }) => upgrades.operations(batch),
      operation: ({ id }) => upgrades.operation(id),
      batches: () => upgrades.batches(),
      cancel: ({ id }) => upgrades.cancel(id),
      pauseBatch: ({ id }) => upgrades.pauseBatch(id),
      resumeBatch: ({ id, startAt }) => upgrades.resumeBatch(id, startAt),
      cancelBatch: ({ id }) => upgrades.cancelBatch(id),
      retryFailed: ({ id }) => upgrades.retryFailed(id),
      policy: () => upgrade.policy(),
      setPolicy: (change) => upgrade.setPolicy(change),
      probe: ({ device }) => upgrade.probe(device),
      backup: ({ id }) => upgrade.backup(id),
      report: ({ id, language }) => upgrade.report(id, language),
    },
    journal: {
      list: (query) => journal.list(query),
    },
    console: {
      history: () => parts.consoleHistory.lines(),
      remember: async ({ line }) => ({ lines: await parts.consoleHistory.remember(line) }),
    },
    repo: {
      check: ({ source }) => authoring.check(source),
      show: ({ source, id }) => authoring.show(source, id),
      channel: ({ dir }) => authoring.channel(dir),
      folders: readFolders,
      setFolders(change) {
        settings.write('repo.folders', { ...readFolders(), ...change });
        return readFolders();
      },
      build: ({ source, out }) => authoring.build(source, out),
      index: ({ dir }) => authoring.index(dir),
      previewPromotion: (promotion) => authoring.previewPromotion(promotion),
      promote: (promotion) => authoring.promote(promotion),
      newVersion: (wish) => authoring.newVersion(wish),
      previewNewVersion: (wish) => authoring.previewNewVersion(wish),
      measure: ({ paths }) => authoring.measure(paths),
      measureAddress: ({ url }) => authoring.measureAddress(url),
    },
  };

  function appStatus({ startedAt }: EngineParts) {
    const { listeners } = serving.status();
    const addresses = (protocol: string) =>
      listeners.filter((listener) => listener.protocol === protocol).map(({ address, port }) => hostPort(address, port));
    return {
      running: true,
      version: host.version,
      node: process.version,
      host: host.kind,
      pid: process.pid,
      dataDir: host.dataDir,
      startedAt,
      http: addresses('http'),
      https: addresses('https'),
      tftp: addresses('tftp'),
      devices: devices.count,
      plugins: installed.all().length,
    };
  }
}

function windowLink(host: EngineHost): { url: string } {
  if (!host.windowLink) throw new ProvdeskError('ui.not-available');
  return { url: host.windowLink() };
}

/** The same kind of operation, on what did not succeed. */
function continuation(id: string, { operations, library, packages, links }: EngineParts) {
  const operation = operations.unfinished(id);
  if (operation.kind === 'plugins.install') return library.planContinuation(operation);
  if (operation.kind === 'links.check') return links.planCheck(operation.scope ?? { plugin: operation.plugin }, operation);
  return packages.planContinuation(operation);
}

import { createDispatch } from '../../shared/contract/dispatch.ts';
import type { Transport } from '../../shared/contract/kit.ts';
import { ProvdeskError, reasonOf } from '../../shared/failures.ts';
import { identify } from '../domain/provisioning/identify.ts';
import type { ProvisioningRequest } from '../domain/provisioning/request.ts';
import { vendorDrivers } from '../domain/vendors/drivers.ts';
import { Authoring } from './authoring/authoring.ts';
import { authoringParts } from './authoring-parts.ts';
import { createHandlers } from './handlers.ts';
import { ConsoleHistory } from './console-history.ts';
import type { EngineHost } from './host.ts';
import { Journal } from './journal/journal.ts';
import { Network } from './network/network.ts';
import { NewsDesk } from './news.ts';
import { Operations } from './operations/operations.ts';
import { BusyPlugins } from './plugins/busy-plugins.ts';
import { InstalledPlugins } from './plugins/installed-plugins.ts';
import { DEFAULT_NETWORK } from './plugins/network-policy.ts';
import { LinkHealth } from './plugins/link-health.ts';
import { OfferedPlugins } from './plugins/offered-plugins.ts';
import { PackageLibrary } from './plugins/package-library.ts';
import { PluginLibrary } from './plugins/plugin-library.ts';
import { PluginServer } from './plugins/plugin-server.ts';
import { StoredFiles } from './plugins/stored-files.ts';
import { type AnswerParts, answerRequest, associateAll, heardAgain } from './provisioning/answer.ts';
import { FetchThreads } from './diagnosis/fetch-threads.ts';
import { SelfTests } from './diagnosis/self-test.ts';
import { Configurations } from './provisioning/configurations.ts';
import { DeviceTable } from './provisioning/device-table.ts';
import { Devices } from './provisioning/devices.ts';
import { ExpectedUploads } from './provisioning/expected-uploads.ts';
import { requestEvent, stateAfter } from './provisioning/request-ended.ts';
import { ServedFolder } from './provisioning/served-folder.ts';
import type { RequestEnd } from './serving/ledger.ts';
import { listInterfaces } from './serving/interfaces.ts';
import { Probe } from './serving/probe.ts';
import { ServingControl } from './serving/serving-control.ts';
import { TlsIdentities } from './serving/tls-identity.ts';
import { ContentStore } from './store/content-store.ts';
import { Digests } from './store/digests.ts';
import { type DataFolder, emptyFolder, openDataFolder } from './store/data-folder.ts';
import { openDatabase, type Store } from './store/database.ts';
import { databaseFailure } from './store/disk-failure.ts';
import { lockDataFolder, type LockOwner } from './store/lock.ts';
import { PublishedFiles } from './store/published-files.ts';
import { RowWriter } from './store/row-writer.ts';
import { SettingsTable } from './store/settings.ts';
import { StoreSpace } from './store/store-space.ts';
import { upgradeEngine } from './upgrade-engine.ts';

/** The work of Provdesk on one data folder. Everything that can be asked of it goes through the transport. */
export interface Engine extends Transport {
  /** Ends what runs, closes every port, writes what waits, lets go of the folder. */
  stop(): Promise<void>;
}

/**
 * Puts the parts together: the only file that knows them all.
 *
 * @throws ProvdeskError `engine.data-folder-in-use`, `store.unreadable`, `store.newer-version`, `serving.folder-unreadable`
 */
export async function createEngine(host: EngineHost, owner: LockOwner): Promise<Engine> {
  const folder = openDataFolder(host.dataDir);
  const filesFolder = host.filesDir === undefined ? undefined : await ServedFolder.open(host.filesDir);
  const lock = lockDataFolder(folder, owner);
  const digests = new Digests(host.workers.digest);
  const writer = new RowWriter(host.workers.rowWriter, folder.database);
  let database: Store | undefined;
  const release = async () => {
    await writer.stop();
    database?.close();
    await digests.stop();
    lock.release();
  };
  try {
    database = openDatabase(folder.database);
    emptyFolder(folder.tmpDir);
    const settings = new SettingsTable(database);
    const space = new StoreSpace(database, settings, folder);
    const contents = new ContentStore(database, space, folder, digests, () => host.now());
    await contents.removeStrays();
    const installed = new InstalledPlugins(database, folder.pluginsDir);
    await installed.start();
    return await assemble(host, { database, writer, settings, folder, space, contents, installed, filesFolder, release });
  } catch (error) {
    await release();
    throw error;
  }
}

/** What could be opened: from here on nothing but a bug can keep the engine from starting. */
interface Opened {
  readonly database: Store;
  readonly writer: RowWriter;
  readonly settings: SettingsTable;
  readonly folder: DataFolder;
  readonly space: StoreSpace;
  readonly contents: ContentStore;
  readonly installed: InstalledPlugins;
  readonly filesFolder: ServedFolder | undefined;
  /** Closes the database and lets go of the folder. */
  release(): Promise<void>;
}

async function assemble(
  host: EngineHost,
  { database, writer, settings, folder, space, contents, installed, filesFolder, release }: Opened,
): Promise<Engine> {
  const news = new NewsDesk();
  const now = () => host.now();
  const startedAt = now();
  const journal = new Journal(database, writer, host, (entries) => news.announce('journal.appended', entries));
  // A single command is no session of work: the journal would be full of them.
  const inJournal = host.kind !== 'cli';
  if (inJournal) journal.append({ kind: 'engine.started', version: host.version });
  const published = new PublishedFiles(database, () => serving.forget('everybody'));
  const operations = new Operations(database, journal, host, (operation) => news.announce('operations.changed', operation));
  const devices = new Devices(
    new DeviceTable(database, writer, host.log),
    journal,
    host,
    (change) => news.announce('devices.changed', change),
    (ip) => forget([ip]),
  );
  const forget = (addresses: readonly string[]) => serving.forget(addresses);
  const configurations = new Configurations({ database, drivers: vendorDrivers, devices, journal, now, forget });
  let networkRevision = 0;
  const access = new Network({
    settings,
    journal,
    host,
    changed: () => news.announce('network.changed', { revision: (networkRevision += 1) }),
  });
  const server = new PluginServer(settings, access, now);
  let catalogueRevision = 0;
  const changed = (plugin: string) => {
    associateAll(answerParts);
    catalogueRevision += 1;
    news.announce('packages.changed', { plugin });
    news.announce('plugins.changed', { revision: catalogueRevision });
  };
  const busy = new BusyPlugins(() => space.settle());
  const { log } = host;
  const { customDir } = folder;
  const pluginParts = { database, space, contents, installed, published, customDir, journal, log, server, now, changed, busy };
  const network = { ...DEFAULT_NETWORK, ...host.network };
  const library = new PluginLibrary(pluginParts);
  const packages = new PackageLibrary({
    ...pluginParts,
    partialDir: folder.partialDir,
    network,
    access,
    sevenZipWorker: host.workers.sevenZip,
  });

  const offered = new OfferedPlugins(pluginParts);
  const links = new LinkHealth({ ...pluginParts, offered, network, access });

  const answerParts: AnswerParts = {
    drivers: vendorDrivers,
    devices,
    configurations,
    plugins: () => installed.all().map(({ id, content }) => ({ id, capabilities: content?.info.capabilities ?? [] })),
    published,
    contentPath: (sha256: string) => contents.pathOf(sha256),
    folder: filesFolder,
  };
  const { quarantineDir, tmpDir } = folder;
  const expectedUploads = new ExpectedUploads({ drivers: vendorDrivers, devices, journal, quarantineDir, tmpDir, host });
  const sender = (request: ProvisioningRequest) => devices.find(identify(request, vendorDrivers), request.ip);
  const probe = new Probe(tmpDir);
  const serving = new ServingControl({
    host,
    settings,
    journal,
    probe,
    identities: new TlsIdentities(host.dataDir, host.secrets),
    answer: (request) => answerRequest(request, answerParts),
    upload: (request) => expectedUploads.answer(request),
    onHeard: (request) => heardAgain(request, answerParts),
    onBegin(request) {
      const device = sender(request);
      if (!device) return null;
      devices.setState(device.id, 'fetching');
      upgrade.upgrades.seen(device.id);
      return device.id;
    },
    onEnd(end: RequestEnd) {
      const device = sender(end.request);
      journal.append(requestEvent(end, device, host.dataDir));
      if (device) devices.setState(device.id, stateAfter(end, device));
    },
    announce: (status) => news.announce('serving.changed', status),
  });
  const fetchThreads = new FetchThreads(host.workers.testFetch);
  const selfTests = new SelfTests({
    threads: fetchThreads,
    probe,
    serving: () => serving.status(),
    interfaces: listInterfaces,
    announce: (test) => news.announce('serving.tested', test),
    now,
  });

  const upgrade = upgradeEngine({ database, settings, contents, journal, devices, news, host });

  const handlers = createHandlers({
    host,
    startedAt,
    settings,
    news,
    serving,
    selfTests,
    fetchThreads,
    server,
    library,
    packages,
    storedFiles: new StoredFiles(pluginParts),
    links,
    access,
    installed,
    operations,
    devices,
    configurations,
    expectedUploads,
    journal,
    consoleHistory: new ConsoleHistory(host.dataDir),
    authoring: new Authoring(authoringParts(contents, access)),
    upgrade,
    changed,
  });
  const onBug = (name: string, error: unknown) =>
    host.log.error('engine', 'bug', { call: name, reason: reasonOf(error), stack: stackOf(error) });
  const dispatch = createDispatch(handlers, onBug, (error) => databaseFailure(error, folder.database));
  if (host.resumeServing) await serving.resume();
  if (host.resumeUpgrades ?? host.resumeServing) upgrade.upgrades.resume();

  let stopping: Promise<void> | undefined;
  const shutDown = async () => {
    await fetchThreads.stop();
    await serving.shutDown();
    await upgrade.upgrades.stop();
    await operations.stop();
    if (inJournal) journal.append({ kind: 'engine.stopped' });
    const ends = await Promise.allSettled([devices.end(), journal.end()]);
    await release();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  };
  return {
    request: async (name, input) =>
      stopping ? { ok: false, failure: new ProvdeskError('engine.stopping').failure } : await dispatch(name, input),
    subscribe: (listener) => news.subscribe(listener),
    stop: () => (stopping ??= shutDown()),
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? '') : '';
}

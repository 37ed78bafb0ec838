import type { FileProgress } from '../../../shared/contract/operations.ts';
import { type Failure, ProvdeskError } from '../../../shared/failures.ts';
import { type FileDefinition, fileKey, type PackageDefinition, mustBeBrought } from '../../domain/plugins/pkgs-db.ts';
import type { Log } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import type { NetworkAccess } from '../network/network.ts';
import type { ItemProgress, OperationPlan } from '../operations/plan.ts';
import type { ContentStore } from '../store/content-store.ts';
import type { Store } from '../store/database.ts';
import type { PublishedFiles } from '../store/published-files.ts';
import type { StoreSpace } from '../store/store-space.ts';
import type { BusyPlugins } from './busy-plugins.ts';
import { FileDownloads, mustBringFailure, type VerifiedFile } from './download.ts';
import { publishPackage, stagePackage } from './install-package.ts';
import type { InstalledPlugins } from './installed-plugins.ts';
import type { NetworkPolicy } from './network-policy.ts';
import type { PluginServer } from './plugin-server.ts';

export interface PackageInstallerParts {
  readonly database: Store;
  readonly contents: ContentStore;
  readonly space: StoreSpace;
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

/** A package to install; `problem` stands for a plugin of which nothing else can be told. */
export interface PackageItem {
  readonly plugin: string;
  readonly id: string;
  readonly problem?: Failure;
}

/** What an installation of packages is called, and what it may leave out. */
export interface InstallationAbout extends Pick<OperationPlan, 'plugin' | 'scope' | 'continues'> {
  readonly kind: 'packages.install' | 'packages.install-all';
  /** A package that was published from this instant on, in its present version, is done already: it is no item then. */
  readonly doneSince?: number;
}

/** Packages that are fetched and installed at the same time, whatever plugins they are of. */
const PACKAGES_AT_ONCE = 4;

/** Fetches, verifies, stages and publishes packages, of one plugin or of many. */
export class PackageInstaller {
  readonly #parts: PackageInstallerParts;
  readonly #downloads: FileDownloads;

  constructor(parts: PackageInstallerParts) {
    this.#parts = parts;
    this.#downloads = new FileDownloads(parts.contents, parts.space, parts.partialDir, parts.network, parts.access);
  }

  /**
   * Whether all of it can come is asked before anything is begun. Of several plugins one that is busy fails by itself.
   *
   * @throws ProvdeskError `plugins.busy`, `store.limit-reached`, `store.no-room`; nothing is begun then
   */
  plan({ doneSince = Number.POSITIVE_INFINITY, ...about }: InstallationAbout, wanted: readonly PackageItem[]): OperationPlan {
    const items = wanted.filter((item) => !this.#isDone(item, doneSince));
    const holds = this.#occupy(items);
    const problems = new Map(items.flatMap(({ plugin, id, problem }) => (problem ? [[`${plugin}\n${id}`, problem]] : [])));
    let here: Set<string>;
    try {
      here = this.#requireRoom(items);
    } catch (error) {
      for (const hold of holds.values()) hold.release();
      throw error;
    }
    return {
      ...about,
      items: items.map(({ plugin, id }) => ({ plugin, id, files: this.#plannedFiles(this.#find(plugin, id)?.files ?? []) })),
      atOnce: PACKAGES_AT_ONCE,
      run: async (item, signal) => {
        const hold = holds.get(item.plugin);
        if (!hold) throw new ProvdeskError('plugins.busy', { plugin: item.plugin });
        try {
          const problem = problems.get(`${item.plugin}\n${item.id}`);
          if (problem) throw ProvdeskError.of(problem);
          await this.#install(item, here, signal);
        } finally {
          hold.left -= 1;
          if (hold.left === 0) hold.release();
        }
      },
      ended: () => {
        for (const hold of holds.values()) hold.release();
      },
    };
  }

  /** A plugin is let go of as soon as its own packages have ended. */
  #occupy(items: readonly PackageItem[]): Map<string, { release(): void; left: number }> {
    const { busy } = this.#parts;
    const byPlugin = Map.groupBy(items, ({ plugin }) => plugin);
    const free = [...byPlugin].filter(([plugin]) => !busy.isBusy(plugin));
    const [first] = byPlugin.keys();
    if (free.length === 0 && first !== undefined) throw new ProvdeskError('plugins.busy', { plugin: first });
    return new Map(free.map(([plugin, each]) => [plugin, { release: busy.occupy(plugin), left: each.length }]));
  }

  /** What is here and will be used must not go to make room for the rest: its keys are returned. */
  #requireRoom(items: readonly PackageItem[]): Set<string> {
    const { contents, space } = this.#parts;
    const wanted = new Map<string, number>();
    const present = new Set<string>();
    for (const { plugin, id } of items) {
      for (const file of this.#find(plugin, id)?.files ?? []) {
        const here = contents.find(file.digest, file.size);
        if (here) {
          space.use(here.sha256);
          present.add(fileKey(file));
        } else if (!mustBeBrought(file)) wanted.set(fileKey(file), file.size);
      }
    }
    space.check([...wanted].map(([key, size]) => ({ key, size })));
    return present;
  }

  #isDone({ plugin, id }: PackageItem, since: number): boolean {
    const row = this.#parts.installed.packagesOf(plugin).find((each) => each.id === id);
    return row !== undefined && row.installedAt >= since && row.version === this.#find(plugin, id)?.version;
  }

  /** `here`: keys of files that were here before; each is counted for the first package that uses it. */
  async #install(item: ItemProgress, here: Set<string>, signal: AbortSignal): Promise<void> {
    const { plugin } = item;
    const definition = this.#definition(plugin, item.id);
    item.stage('downloading');
    item.files(definition.files.map(({ filename, size }) => ({ name: filename, done: 0, total: size, state: 'waiting' })));
    const sources = await this.#obtainAll(definition.files, item, here, signal);
    item.stage('installing');
    const { log, sevenZipWorker, contents, space } = this.#parts;
    const staged = await stagePackage(contents, plugin, definition, sources, { sevenZipWorker, signal, log }).catch(
      (error: unknown) => {
        // It will be refused every time: nothing of it is worth its room.
        if (isHostile(error)) for (const { content } of sources) space.condemn(content.sha256);
        throw error;
      },
    );
    publishPackage(staged, this.#parts);
    this.#parts.changed(plugin);
  }

  /**
   * All files of a package, or none: what must be brought and is not here, or has no room, is told before anything is
   * fetched. Where one fails, the others are not waited for: they end, and then it is told.
   */
  async #obtainAll(
    files: readonly FileDefinition[],
    item: ItemProgress,
    here: Set<string>,
    signal: AbortSignal,
  ): Promise<VerifiedFile[]> {
    const absent = files.filter((file) => !this.#parts.contents.find(file.digest, file.size));
    const gated = absent.filter(mustBeBrought);
    for (const { filename } of gated) item.file(filename, { state: 'failed' });
    if (gated.length > 0) throw mustBringFailure(gated);
    const room = this.#parts.space.reserve(absent.map((file) => ({ key: fileKey(file), size: file.size })));
    const siblings = new AbortController();
    const cancel = () => siblings.abort();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    let first: unknown;
    const obtained = await Promise.allSettled(
      files.map((file) =>
        this.#obtain(file, item, here, siblings.signal).catch((error: unknown) => {
          first ??= error;
          siblings.abort();
          throw error;
        }),
      ),
    );
    signal.removeEventListener('abort', cancel);
    room.release();
    if (first !== undefined) throw first;
    return obtained.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  }

  async #obtain(file: FileDefinition, item: ItemProgress, here: Set<string>, signal: AbortSignal): Promise<VerifiedFile> {
    const { filename, size } = file;
    let came = 0;
    try {
      item.file(filename, { state: 'downloading' });
      const verified = await this.#downloads.obtain(file, {
        signal,
        allowFile: this.#parts.server.allowFile,
        onBytes: (done, fresh) => {
          came += fresh;
          item.addBytes(fresh);
          item.file(filename, { done });
        },
      });
      // What another package of this installation fetched neither came for this one nor was here before.
      if (here.delete(fileKey(file)) || verified.fetched > 0) item.addBytesHere(Math.max(0, size - came));
      item.file(filename, { done: size, state: 'here' });
      return verified;
    } catch (error) {
      item.file(filename, { state: 'failed' });
      throw error;
    }
  }

  #plannedFiles(files: readonly FileDefinition[]): FileProgress[] {
    return files.map((file) => {
      const isHere = this.#parts.contents.find(file.digest, file.size) !== undefined;
      return { name: file.filename, done: isHere ? file.size : 0, total: file.size, state: isHere ? 'here' : 'waiting' };
    });
  }

  #find(plugin: string, id: string): PackageDefinition | undefined {
    return this.#parts.installed.find(plugin)?.content?.packages.packages.find((candidate) => candidate.id === id);
  }

  #definition(plugin: string, id: string): PackageDefinition {
    const broken = this.#parts.installed.contentOf(plugin).packages.broken.get(id);
    if (broken) throw new ProvdeskError('packages.invalid', { plugin, package: id, reason: broken.reason });
    const definition = this.#find(plugin, id);
    if (!definition) throw new ProvdeskError('packages.unknown', { plugin, package: id });
    return definition;
  }
}

function isHostile(error: unknown): boolean {
  return error instanceof ProvdeskError && (error.code === 'archive.unsafe-member' || error.code === 'archive.too-large');
}

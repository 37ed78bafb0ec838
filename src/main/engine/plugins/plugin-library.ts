import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { PluginUpgrade } from '../../../shared/contract/plugin-change.ts';
import type { PluginSummary } from '../../../shared/contract/plugins.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { Operation } from '../../../shared/contract/operations.ts';
import type { ItemProgress, OperationPlan } from '../operations/plan.ts';
import type { StoreSpace } from '../store/store-space.ts';
import {
  obtainArchive,
  type PluginInstallParts,
  publishPlugin,
  readLocalArchive,
  reloadPlugin,
  type UnpackedPlugin,
  unpackPlugin,
  verifyArchive,
} from './install-plugin.ts';
import { pluginSummaries } from './summaries.ts';
import type { BusyPlugins } from './busy-plugins.ts';
import type { PluginServer } from './plugin-server.ts';
import { previewUpgrade } from './preview-upgrade.ts';
import { isSameFolder } from './same-folder.ts';

export interface PluginLibraryParts extends PluginInstallParts {
  readonly space: StoreSpace;
  readonly server: PluginServer;
  readonly busy: BusyPlugins;
  /** Something that the catalogue or a plugin's packages show is different. */
  changed(plugin: string): void;
}

/** Everything that is done with plugins: the plans of operations, and what is quick enough to answer. */
export class PluginLibrary {
  readonly #parts: PluginLibraryParts;

  constructor(parts: PluginLibraryParts) {
    this.#parts = parts;
  }

  catalogue(): PluginSummary[] {
    return pluginSummaries(this.#parts.server.index, this.#parts.installed);
  }

  /** @throws ProvdeskError `contract.invalid-input` where neither an id nor a file is given */
  planPluginInstall(ids: readonly string[], from: string | undefined, refetch = false): OperationPlan {
    if (from !== undefined && ids.length > 1) {
      throw new ProvdeskError('contract.invalid-input', { field: 'from', reason: 'one file is one plugin' });
    }
    const items = ids.length > 0 ? [...new Set(ids)] : from === undefined ? [] : [path.basename(from)];
    if (items.length === 0) throw new ProvdeskError('contract.invalid-input', { field: 'ids', reason: 'no plugin is named' });
    return planOf(items, from, ids[0], (item, signal) =>
      from === undefined ? this.#installFromServer(item, signal, refetch) : this.#installFromFile(item, from, ids[0]),
    );
  }

  /** Brings installed plugins to the server's version. One that is there already is done at once. */
  planPluginUpgrade(ids: readonly string[]): OperationPlan {
    return planOf([...new Set(ids)], undefined, ids[0], async (item, signal) => {
      this.#parts.installed.get(item.id);
      if (!this.#isCurrent(item.id)) await this.#installFromServer(item, signal, false);
    });
  }

  /** All of an ended installation that did not succeed. What was published before it was told is done at once. */
  planContinuation({ id, items, scope }: Operation): OperationPlan {
    const left = items.filter((item) => item.state !== 'success').map((item) => item.id);
    const from = scope?.from;
    const named = from === undefined ? undefined : left.find((each) => each !== path.basename(from));
    const plan = planOf(left, from, from === undefined ? left[0] : named, async (item, signal) => {
      if (from !== undefined) await unlessThere(this.#installFromFile(item, from, named));
      else if (!this.#isCurrent(item.id)) await this.#installFromServer(item, signal, false);
    });
    return { ...plan, continues: id };
  }

  /** @throws ProvdeskError see `previewUpgrade` */
  previewUpgrade(id: string): Promise<PluginUpgrade> {
    return previewUpgrade(id, this.#parts);
  }

  /**
   * Puts the version back that the last upgrade replaced; doing it twice leads to where one was.
   *
   * @throws ProvdeskError `plugins.not-installed`, `plugins.busy`, `plugins.nothing-to-roll-back`, `store.content-damaged`
   */
  async rollbackPlugin(id: string): Promise<{ id: string; version: string; replaced: string }> {
    const { installed, contents } = this.#parts;
    const { version: replaced, previousArchive } = installed.get(id);
    const archive = previousArchive === null ? undefined : contents.get(previousArchive);
    if (!archive) throw new ProvdeskError('plugins.nothing-to-roll-back', { plugin: id });
    const release = this.#parts.busy.occupy(id);
    try {
      if (!(await contents.verify(archive))) throw new ProvdeskError('store.content-damaged', { sha256: archive.sha256 });
      await publishPlugin(await unpackPlugin(contents, { name: id, id, content: archive }), this.#parts);
    } finally {
      release();
    }
    this.#parts.changed(id);
    return { id, version: installed.get(id).version, replaced };
  }

  /** @throws ProvdeskError `plugins.not-installed`, `plugins.busy`, and what reading its folder says */
  async reloadPlugin(id: string): Promise<{ id: string; version: string }> {
    const row = this.#parts.installed.get(id);
    const release = this.#parts.busy.occupy(id);
    try {
      return { id, version: await reloadPlugin(row, this.#parts) };
    } finally {
      release();
      this.#parts.changed(id);
    }
  }

  /**
   * @throws ProvdeskError `plugins.not-installed`; `plugins.busy`, with `clean` also where any other plugin is being
   *   changed: a clean-up would take what that one has just fetched
   */
  async uninstallPlugin(id: string, clean: boolean): Promise<{ id: string; version: string }> {
    const { installed, journal, published, space, log } = this.#parts;
    const { version, generation } = installed.get(id);
    const step = (name: string) => log.debug('plugins', name, { plugin: id, version });
    const other = clean ? this.#parts.busy.other(id) : undefined;
    if (other !== undefined) throw new ProvdeskError('plugins.busy', { plugin: other });
    const release = this.#parts.busy.occupy(id);
    try {
      journal.commit([{ kind: 'plugin.uninstalled', plugin: id, version }], () => {
        installed.forget(id);
        step('uninstall-committing');
      });
      step('uninstall-committed');
      published.reload(id);
      await installed.load(id);
      await rm(path.dirname(installed.folderOf(id, generation)), { recursive: true, force: true });
      step('folder-removed');
      if (clean) space.clean();
      step('uninstalled');
    } finally {
      release();
    }
    this.#parts.changed(id);
    return { id, version };
  }

  /** Whether what is installed is what the server has: the same version, and the same bytes, as some publish one twice. */
  #isCurrent(id: string): boolean {
    const { contents, server, installed } = this.#parts;
    const { entry } = server.offer(id);
    const former = installed.find(id);
    return former?.version === entry.version && contents.get(former.archive)?.sha1 === entry.sha1;
  }

  async #installFromServer(item: ItemProgress, signal: AbortSignal, refetch: boolean): Promise<void> {
    const { contents, server, log } = this.#parts;
    const offer = server.offer(item.id);
    if (!refetch && this.#isCurrent(item.id)) {
      throw new ProvdeskError('plugins.already-installed', { plugin: item.id, version: offer.entry.version });
    }
    const release = this.#parts.busy.occupy(item.id);
    try {
      const { filename, archiveBytes } = offer.entry;
      item.stage('downloading');
      item.files([{ name: filename, done: 0, total: archiveBytes, state: 'downloading' }]);
      let came = 0;
      const onBytes = (done: number, fresh: number) => {
        came += fresh;
        item.addBytes(fresh);
        item.file(filename, { done });
      };
      const options = { signal, allowFile: server.allowFile, network: server.access, refetch, onBytes };
      const verified = await obtainArchive(offer, { contents, log }, options);
      if (came === 0) item.addBytesHere(archiveBytes);
      item.file(filename, { done: archiveBytes, state: 'here' });
      item.stage('installing');
      await publishPlugin(await unpackPlugin(contents, verified), this.#parts);
    } finally {
      release();
    }
    this.#parts.changed(item.id);
  }

  async #installFromFile(item: ItemProgress, from: string, expectedId: string | undefined): Promise<void> {
    // Which plugin it is will be known later; that something is being fetched must be known now.
    const release = this.#parts.busy.occupy(`file ${from}`);
    try {
      item.stage('installing');
      const { contents } = this.#parts;
      const verified = await verifyArchive(contents, await readLocalArchive(contents, from), null);
      const unpacked = await unpackPlugin(contents, { ...verified, id: expectedId ?? null });
      item.isPlugin(unpacked.id);
      await this.#publishFromFile(unpacked);
    } finally {
      release();
    }
  }

  async #publishFromFile(unpacked: UnpackedPlugin): Promise<void> {
    const { id, archive } = unpacked;
    const release = this.#parts.busy.occupy(id);
    try {
      const { installed } = this.#parts;
      const former = installed.find(id);
      const isThere =
        former !== undefined &&
        // The same content is there, be it packed in another way.
        (former.archive === archive.sha256 || (await isSameFolder(unpacked.dir, installed.folderOf(id, former.generation))));
      if (isThere) {
        await rm(path.dirname(unpacked.dir), { recursive: true, force: true });
        throw new ProvdeskError('plugins.already-installed', { plugin: id, version: former.version });
      }
      await publishPlugin(unpacked, this.#parts);
    } finally {
      release();
    }
    this.#parts.changed(id);
  }
}

/** `first`: the plugin of the first item, where that is known. */
function planOf(
  items: readonly string[],
  from: string | undefined,
  first: string | undefined,
  run: OperationPlan['run'],
): OperationPlan {
  return {
    kind: 'plugins.install',
    plugin: items.length === 1 ? (first ?? null) : null,
    ...(from === undefined ? {} : { scope: { from } }),
    items: items.map((id) => ({ id })),
    atOnce: 2,
    run,
  };
}

/** What was published just before the end that was not told is there: that is what was wanted. */
async function unlessThere(installation: Promise<void>): Promise<void> {
  await installation.catch((error: unknown) => {
    if (!(error instanceof ProvdeskError) || error.code !== 'plugins.already-installed') throw error;
  });
}

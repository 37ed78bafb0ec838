import { z } from 'zod';
import type { IndexEntry } from '../../domain/plugins/plugin-index.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { Log } from '../host.ts';
import type { ItemProgress } from '../operations/plan.ts';
import type { ContentStore } from '../store/content-store.ts';
import type { Store } from '../store/database.ts';
import { obtainArchive, readArchive } from './install-plugin.ts';
import type { InstalledPlugins } from './installed-plugins.ts';
import type { PluginServer } from './plugin-server.ts';

/** A file of a package with an address, as its plugin declares it. */
export interface LinkedFile {
  readonly plugin: string;
  readonly package: string;
  readonly file: string;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
}

export interface OfferedPluginsParts {
  readonly database: Store;
  readonly contents: ContentStore;
  readonly installed: InstalledPlugins;
  readonly server: PluginServer;
  readonly log: Log;
}

/** Real archives are some kilobytes; one that is only looked at may not be much. */
const LARGEST_ARCHIVE = 64 * 2 ** 20;

const Files = z.array(z.object({ package: z.string(), file: z.string(), url: z.string(), size: z.number() }));

/** What the server offers and is not installed, read from its archives. What was read of an archive is kept by its digest. */
export class OfferedPlugins {
  readonly #parts: OfferedPluginsParts;

  constructor(parts: OfferedPluginsParts) {
    this.#parts = parts;
  }

  /**
   * Ids of the server's list, broken entries too, whose archive is neither installed nor read before.
   *
   * @throws ProvdeskError `plugins.no-server`, `plugins.no-index`
   */
  unread(): string[] {
    const { entries, broken } = this.#parts.server.requireIndex();
    const known = this.#known();
    const left = entries.filter((entry) => !this.#isInstalled(entry) && known.get(entry.id)?.sha1 !== entry.sha1);
    return [...left, ...broken].map(({ id }) => id).sort();
  }

  /** Of archives that were read and that the server still offers. */
  files(): LinkedFile[] {
    const known = this.#known();
    return (this.#parts.server.index?.entries ?? []).flatMap((entry) => {
      const read = known.get(entry.id);
      return read?.sha1 === entry.sha1 && !this.#isInstalled(entry) ? read.files : [];
    });
  }

  /**
   * Fetches an archive, verifies it against the index, reads its packages. Nothing is installed.
   *
   * @throws ProvdeskError what `PluginServer.offer`, `obtainArchive` and `readArchive` throw
   */
  async read(item: ItemProgress, signal: AbortSignal): Promise<void> {
    const { contents, server, database, log } = this.#parts;
    const offer = server.offer(item.id);
    const { filename, archiveBytes, sha1 } = offer.entry;
    if (archiveBytes > LARGEST_ARCHIVE)
      throw new ProvdeskError('source.too-large', { url: offer.archiveUrl, limit: LARGEST_ARCHIVE });
    item.stage('downloading');
    item.files([{ name: filename, done: 0, total: archiveBytes, state: 'downloading' }]);
    const onBytes = (done: number, fresh: number) => {
      item.addBytes(fresh);
      item.file(filename, { done });
    };
    const archive = await obtainArchive(
      offer,
      { contents, log },
      { signal, allowFile: server.allowFile, network: server.access, onBytes },
    );
    item.file(filename, { done: archiveBytes, state: 'here' });
    const { packages } = await readArchive(contents, archive);
    const files = packages.packages.flatMap((each) =>
      each.files.filter(({ url }) => url !== '').map(({ filename: file, url, size }) => ({ package: each.id, file, url, size })),
    );
    database
      .prepare(
        `INSERT INTO offered_plugin (plugin, sha1, files) VALUES (?, ?, ?)
         ON CONFLICT (plugin) DO UPDATE SET sha1 = excluded.sha1, files = excluded.files`,
      )
      .run(item.id, sha1, JSON.stringify(files));
  }

  #isInstalled({ id, sha1 }: IndexEntry): boolean {
    const archive = this.#parts.installed.find(id)?.archive;
    return archive !== undefined && this.#parts.contents.get(archive)?.sha1 === sha1;
  }

  #known(): Map<string, { sha1: string; files: LinkedFile[] }> {
    const rows = this.#parts.database
      .prepare<[], { plugin: string; sha1: string; files: string }>('SELECT plugin, sha1, files FROM offered_plugin')
      .all();
    return new Map(
      rows.map(({ plugin, sha1, files }) => [
        plugin,
        { sha1, files: Files.parse(JSON.parse(files)).map((file) => ({ plugin, ...file })) },
      ]),
    );
  }
}

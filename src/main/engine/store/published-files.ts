import type { Store } from './database.ts';

/** A file as phones can ask for it. */
export interface PublishedFile {
  /** Relative with `/`, NFC: `firmware/x.rom`. */
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
}

/** The owner of a plugin's own static files, beside its packages. */
export const PLUGIN_ITSELF = '';
/** The owner of what the technician puts over a plugin's files: it goes before all others. No package is named so. */
export const CUSTOM_FILES = '/custom';

/**
 * The published tree of every installed plugin. The table is the truth, and changing its rows in a transaction is
 * the one pointer swap; the maps here answer requests without touching the disk. Nothing a device sends becomes a
 * path: it is looked up.
 */
export class PublishedFiles {
  readonly #database: Store;
  readonly #trees = new Map<string, Tree>();
  readonly #reloaded: () => void;

  /** `reloaded`: what was found before may be found no more, or elsewhere. */
  constructor(database: Store, reloaded: () => void) {
    this.#database = database;
    this.#reloaded = reloaded;
    for (const plugin of database.prepare<[], string>('SELECT id FROM plugin').pluck().all()) this.#load(plugin);
  }

  /** Replaces what one owner publishes. Call it in a transaction, and `reload` once that is committed. */
  replace(plugin: string, owner: string, files: readonly Omit<PublishedFile, 'publishedAt'>[], now: number): void {
    this.withdraw(plugin, owner);
    const insert = this.#database.prepare(
      'INSERT INTO served_file (plugin, package, path, sha256, size, published_at) VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const file of files) insert.run(plugin, owner, file.path.normalize('NFC'), file.sha256, file.size, now);
  }

  /** Takes an owner's files back; a path that another owner publishes too stays. */
  withdraw(plugin: string, owner: string): void {
    this.#database.prepare('DELETE FROM served_file WHERE plugin = ? AND package = ?').run(plugin, owner);
  }

  /** Brings one plugin's tree up to what the table says. */
  reload(plugin: string): void {
    this.#load(plugin);
    this.#reloaded();
  }

  #load(plugin: string): void {
    const rows = this.#database
      .prepare<[string, string], PublishedFile>(
        `SELECT path, sha256, size, published_at AS publishedAt FROM served_file
         WHERE plugin = ? ORDER BY package = ?, seq`,
      )
      .all(plugin, CUSTOM_FILES);
    const exact = new Map(rows.map((file) => [file.path, file]));
    // In the order of publishing, so that the latest wins here as it does above.
    const folded = new Map(rows.map((file) => [file.path.toLowerCase(), file]));
    if (rows.length === 0) this.#trees.delete(plugin);
    else this.#trees.set(plugin, { exact, folded });
  }

  /** The file at a path of a plugin: exactly, else in another case. */
  find(plugin: string, path: string): PublishedFile | undefined {
    const tree = this.#trees.get(plugin);
    return tree?.exact.get(path) ?? tree?.folded.get(path.toLowerCase());
  }

  /** Plugins that publish anything. */
  plugins(): string[] {
    return [...this.#trees.keys()];
  }

  pathsOf(plugin: string, owner: string): string[] {
    return this.#database
      .prepare<[string, string], string>('SELECT path FROM served_file WHERE plugin = ? AND package = ? ORDER BY path')
      .pluck()
      .all(plugin, owner);
  }
}

interface Tree {
  readonly exact: ReadonlyMap<string, PublishedFile>;
  readonly folded: ReadonlyMap<string, PublishedFile>;
}

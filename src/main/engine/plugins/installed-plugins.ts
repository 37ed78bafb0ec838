import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type PackageCatalogue, parsePackages } from '../../domain/plugins/pkgs-db.ts';
import { type PluginInfo, parsePluginInfo, supportsInterface, PLUGIN_INTERFACE } from '../../domain/plugins/plugin-info.ts';
import { type Failure, failureOf, ProvdeskError } from '../../../shared/failures.ts';
import type { Store } from '../store/database.ts';
import { codeOf, isDiskError, storeFailure } from '../store/disk-failure.ts';

/** A plugin as it lies unpacked in a folder. */
export interface PluginContent {
  readonly info: PluginInfo;
  readonly packages: PackageCatalogue;
}

export interface PluginRow {
  readonly id: string;
  readonly version: string;
  readonly generation: string;
  readonly archive: string;
  readonly installedAt: number;
  /** What it replaced, to go back to. */
  readonly previousArchive: string | null;
  readonly previousVersion: string | null;
}

export interface PackageRow {
  readonly id: string;
  readonly version: string;
  readonly installedAt: number;
}

/** `content` is absent where the folder can no longer be read; `problem` then says why. */
export interface InstalledPlugin extends PluginRow {
  readonly content: PluginContent | null;
  readonly problem: Failure | null;
}

const LARGEST_PACKAGE_FILE = 16 * 2 ** 20;

/** The installed plugins: their rows, and what their folders say, read once per generation. */
export class InstalledPlugins {
  readonly #database: Store;
  readonly #pluginsDir: string;
  readonly #loaded = new Map<string, InstalledPlugin>();

  constructor(database: Store, pluginsDir: string) {
    this.#database = database;
    this.#pluginsDir = pluginsDir;
  }

  /** Reads every installed plugin, and removes the generations that a crash left behind. */
  async start(): Promise<void> {
    await this.#removeStrays();
    for (const row of this.#rows()) await this.load(row.id);
  }

  folderOf(id: string, generation: string): string {
    return path.join(this.#pluginsDir, id, generation);
  }

  /** Reads one plugin's folder anew: call it once a change of its row is committed. */
  async load(id: string): Promise<void> {
    const row = this.#rows().find((candidate) => candidate.id === id);
    if (!row) {
      this.#loaded.delete(id);
      return;
    }
    try {
      const content = await readPluginFolder(row.id, this.folderOf(row.id, row.generation));
      const [first] = content.packages.problems;
      const problem = first
        ? new ProvdeskError('plugins.packages-invalid', { plugin: id, file: first.file, line: first.line, reason: first.reason })
            .failure
        : null;
      this.#loaded.set(id, { ...row, content, problem });
    } catch (error) {
      // One plugin's folder that cannot be read keeps nothing else from starting.
      const failure = isDiskError(error) ? storeFailure(error, this.folderOf(row.id, row.generation)).failure : failureOf(error);
      this.#loaded.set(id, { ...row, content: null, problem: failure });
    }
  }

  all(): InstalledPlugin[] {
    return [...this.#loaded.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  find(id: string): InstalledPlugin | undefined {
    return this.#loaded.get(id);
  }

  /** @throws ProvdeskError `plugins.not-installed` */
  get(id: string): InstalledPlugin {
    const found = this.#loaded.get(id);
    if (!found) throw new ProvdeskError('plugins.not-installed', { plugin: id });
    return found;
  }

  /** What its folder says. @throws ProvdeskError `plugins.not-installed`, or why the folder cannot be read */
  contentOf(id: string): PluginContent {
    const { content, problem } = this.get(id);
    if (content) return content;
    throw problem ? ProvdeskError.of(problem) : new ProvdeskError('plugins.not-installed', { plugin: id });
  }

  packagesOf(id: string): PackageRow[] {
    return this.#database
      .prepare<[string], PackageRow>('SELECT id, version, installed_at AS installedAt FROM package WHERE plugin = ? ORDER BY id')
      .all(id);
  }

  /** In a transaction: the row now points at this generation. */
  point(row: PluginRow): void {
    this.#database
      .prepare(
        `INSERT INTO plugin (id, version, generation, archive, installed_at, previous_archive, previous_version)
         VALUES (@id, @version, @generation, @archive, @installedAt, @previousArchive, @previousVersion)
         ON CONFLICT (id) DO UPDATE SET version = @version, generation = @generation, archive = @archive,
           installed_at = @installedAt, previous_archive = @previousArchive, previous_version = @previousVersion`,
      )
      .run(row);
  }

  /** In a transaction: the plugin, its packages and what they publish. */
  forget(id: string): void {
    this.#database.prepare('DELETE FROM plugin WHERE id = ?').run(id);
  }

  #rows(): PluginRow[] {
    return this.#database
      .prepare<
        [],
        PluginRow
      >(`SELECT id, version, generation, archive, installed_at AS installedAt, previous_archive AS previousArchive,
                previous_version AS previousVersion FROM plugin ORDER BY id`)
      .all();
  }

  async #removeStrays(): Promise<void> {
    const kept = new Set(this.#rows().map((row) => this.folderOf(row.id, row.generation)));
    for (const plugin of await foldersIn(this.#pluginsDir)) {
      for (const generation of await foldersIn(plugin)) {
        if (!kept.has(generation)) await rm(generation, { recursive: true, force: true });
      }
      if ((await readdir(plugin)).length === 0) await rm(plugin, { recursive: true });
    }
  }
}

/** What a file manager leaves there (`.DS_Store`) is none of ours. */
async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(dir, entry.name));
}

/**
 * Reads what an unpacked plugin says of itself. Its Python is not looked at.
 *
 * @throws ProvdeskError `plugins.info-invalid`, `plugins.interface-unsupported`
 */
export async function readPluginFolder(id: string, dir: string): Promise<PluginContent> {
  const info = parsePluginInfo(parseJson(id, await readOptional(path.join(dir, 'plugin-info'))));
  if ('reason' in info) throw new ProvdeskError('plugins.info-invalid', { plugin: id, reason: info.reason });
  if (!supportsInterface(info)) {
    const needed = `${info.interfaceMin ?? '…'} to ${info.interfaceMax ?? '…'}`;
    throw new ProvdeskError('plugins.interface-unsupported', { plugin: id, needed, supported: PLUGIN_INTERFACE });
  }
  return { info, packages: parsePackages(await readPackageFiles(path.join(dir, 'pkgs'))) };
}

/** Every file of `pkgs` but the hidden ones, by name. */
async function readPackageFiles(dir: string): Promise<{ name: string; text: string }[]> {
  const names = await readdir(dir, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []; // A plugin without packages.
    throw error;
  });
  const sources: { name: string; text: string }[] = [];
  for (const entry of names
    .filter((found) => found.isFile() && !found.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const bytes = await readFile(path.join(dir, entry.name));
    sources.push({ name: entry.name, text: bytes.subarray(0, LARGEST_PACKAGE_FILE).toString('utf8') });
  }
  return sources;
}

async function readOptional(filePath: string): Promise<string | undefined> {
  return await readFile(filePath, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EISDIR') return undefined;
    throw error;
  });
}

function parseJson(id: string, text: string | undefined): unknown {
  if (text === undefined)
    throw new ProvdeskError('plugins.info-invalid', { plugin: id, reason: 'the file plugin-info is missing' });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ProvdeskError('plugins.info-invalid', { plugin: id, reason: 'plugin-info is not JSON' }, { cause: error });
  }
}

import { z } from 'zod';
import { type IndexEntry, type PluginIndex, parsePluginIndex } from '../../domain/plugins/plugin-index.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { NetworkAccess } from '../network/network.ts';
import type { SettingsTable } from '../store/settings.ts';
import { within } from './deadline.ts';
import { readText, resolveUrl } from './source.ts';

const Server = z.object({ url: z.string() });
const CachedIndex = z.object({ url: z.string(), updatedAt: z.number(), text: z.string() });

/** Longest that fetching the index may take, in milliseconds. */
const UPDATE_MS = 120_000;
/** A real index of 114 plugins is 187 KB. */
const LARGEST_INDEX = 32 * 2 ** 20;

/** The plugin server of the user's choice, and the index it gave last. */
export class PluginServer {
  readonly #settings: SettingsTable;
  readonly #now: () => number;
  /** How its index and archives are fetched. */
  readonly access: NetworkAccess;
  #index: (PluginIndex & { readonly url: string; readonly updatedAt: number }) | undefined;

  constructor(settings: SettingsTable, access: NetworkAccess, now: () => number) {
    this.access = access;
    this.#settings = settings;
    this.#now = now;
    const cached = settings.read('plugins.index', CachedIndex);
    const parsed = cached && parsePluginIndex(cached.text);
    if (cached && parsed && !('reason' in parsed)) this.#index = { ...parsed, url: cached.url, updatedAt: cached.updatedAt };
  }

  get url(): string | null {
    return this.#settings.read('plugins.server', Server)?.url ?? null;
  }

  /** Undefined until the first update from the present server. */
  get index(): (PluginIndex & { readonly updatedAt: number }) | undefined {
    return this.#index?.url === this.url ? this.#index : undefined;
  }

  /** Firmware may lie beside the index on a disk only where the index itself does: the user pointed there himself. */
  get allowFile(): boolean {
    return this.url?.startsWith('file:') ?? false;
  }

  /** @throws ProvdeskError `plugins.server-invalid`, `source.credentials-in-url` */
  choose(url: string): string {
    const text = url.trim();
    const parsed = URL.canParse(text) ? new URL(text) : undefined;
    if (
      !parsed ||
      !['http:', 'https:', 'file:'].includes(parsed.protocol) ||
      (parsed.protocol !== 'file:' && parsed.hostname === '')
    ) {
      throw new ProvdeskError('plugins.server-invalid', { url: url.slice(0, 300) });
    }
    // It would stand in the database, the log and every failure.
    if (parsed.username !== '' || parsed.password !== '')
      throw new ProvdeskError('source.credentials-in-url', { host: parsed.host });
    this.#settings.write('plugins.server', { url: text });
    return text;
  }

  /**
   * Fetches the index. Until the new one has been read whole, the former one stays.
   *
   * @throws ProvdeskError `plugins.no-server`, `plugins.index-invalid`, and what a source says
   */
  async update(): Promise<number> {
    const { url } = this;
    if (url === null) throw new ProvdeskError('plugins.no-server');
    return await within(UPDATE_MS, url, (signal) => this.#fetchIndex(url, signal));
  }

  async #fetchIndex(url: string, signal: AbortSignal): Promise<number> {
    const { allowFile, access } = this;
    const options = { signal, limit: LARGEST_INDEX, allowFile, network: access };
    const text = await readText(resolveUrl(url, 'plugins.db'), options);
    const parsed = parsePluginIndex(text);
    if ('reason' in parsed) throw new ProvdeskError('plugins.index-invalid', { url, reason: parsed.reason });
    const updatedAt = this.#now();
    this.#settings.write('plugins.index', { url, updatedAt, text });
    this.#index = { ...parsed, url, updatedAt };
    return parsed.entries.length;
  }

  /** @throws ProvdeskError `plugins.no-server`, `plugins.no-index` */
  requireIndex(): PluginIndex & { readonly url: string } {
    const { url } = this;
    if (url === null) throw new ProvdeskError('plugins.no-server');
    if (this.#index?.url !== url) throw new ProvdeskError('plugins.no-index');
    return this.#index;
  }

  /**
   * The server's entry for a plugin and where its archive is.
   *
   * @throws ProvdeskError `plugins.no-server`, `plugins.no-index`, `plugins.unknown`, `plugins.entry-invalid`
   */
  offer(id: string): { entry: IndexEntry; archiveUrl: string } {
    const index = this.requireIndex();
    const broken = index.broken.find((candidate) => candidate.id === id);
    if (broken) throw new ProvdeskError('plugins.entry-invalid', { plugin: id, reason: broken.reason });
    const entry = index.entries.find((candidate) => candidate.id === id);
    if (!entry) throw new ProvdeskError('plugins.unknown', { plugin: id });
    return { entry, archiveUrl: resolveUrl(index.url, entry.filename) };
  }
}

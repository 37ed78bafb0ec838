import type { Link } from '../../../shared/contract/links.ts';
import type { Operation } from '../../../shared/contract/operations.ts';
import { type Failure, failureOf, ProvdeskError } from '../../../shared/failures.ts';
import type { NetworkAccess } from '../network/network.ts';
import type { ItemProgress, OperationPlan } from '../operations/plan.ts';
import type { Store } from '../store/database.ts';
import type { BusyPlugins } from './busy-plugins.ts';
import { checkLink } from './check-link.ts';
import { HostLimit } from './host-limit.ts';
import type { InstalledPlugins } from './installed-plugins.ts';
import type { NetworkPolicy } from './network-policy.ts';
import type { LinkedFile, OfferedPlugins } from './offered-plugins.ts';
import type { PluginServer } from './plugin-server.ts';

/** Addresses that are asked at the same time, over all hosts. */
const AT_ONCE = 16;

export interface LinkHealthParts {
  readonly database: Store;
  readonly installed: InstalledPlugins;
  readonly offered: OfferedPlugins;
  readonly server: PluginServer;
  readonly busy: BusyPlugins;
  readonly network: NetworkPolicy;
  readonly access: NetworkAccess;
  now(): number;
}

/** Of one plugin, or of all; `catalogue`: also of what the server offers and is not installed. */
export interface LinkScope {
  readonly plugin?: string | undefined;
  readonly catalogue?: boolean | undefined;
}

interface Row {
  readonly url: string;
  readonly state: 'alive' | 'dead';
  readonly failure: string | null;
  /** Bytes that the server announces, where it does. */
  readonly length: number | null;
  readonly checkedAt: number;
}

/** Links rot every few months: which addresses of the plugins still have their file. */
export class LinkHealth {
  readonly #parts: LinkHealthParts;
  readonly #limit: HostLimit;

  constructor(parts: LinkHealthParts) {
    this.#parts = parts;
    this.#limit = new HostLimit(parts.network.perHost);
  }

  /**
   * One item an address, asked once however many share it. Of the catalogue, archives that were not read yet come first,
   * an item each. `former`: only what did not succeed of that check.
   *
   * @throws ProvdeskError `plugins.not-installed`; of the catalogue `plugins.unknown`, `plugins.no-server`, `plugins.no-index`
   */
  planCheck(scope: LinkScope, former?: Operation): OperationPlan {
    const archives = this.#archives(scope);
    let sizes = new Map<string, number[]>();
    const addresses = () => {
      const files = this.#files(scope);
      sizes = sizesOf(files);
      return [...leftOf(former, files, archives)].map((id) => ({ id }));
    };
    const items = archives.length > 0 ? archives.map((plugin) => ({ id: plugin, plugin })) : addresses();
    const release = this.#parts.busy.hold();
    return {
      kind: 'links.check',
      plugin: scope.plugin ?? null,
      scope: scopeOf(scope),
      ...(former ? { continues: former.id } : {}),
      items,
      atOnce: AT_ONCE,
      run: (item, signal) =>
        item.plugin === ''
          ? this.#ask(item, sizes.get(item.id) ?? [], signal)
          : this.#limit.run(this.#parts.server.url ?? '', () => this.#parts.offered.read(item, signal)),
      ...(archives.length > 0 ? { followUp: addresses } : {}),
      ended: release,
    };
  }

  /** Dead ones first, then those that nobody has asked. @throws ProvdeskError `plugins.not-installed` */
  list(scope: LinkScope): Link[] {
    const rows = this.#parts.database
      .prepare<[], Row>('SELECT url, state, failure, length, checked_at AS checkedAt FROM link')
      .all();
    const known = new Map(rows.map((row) => [row.url, row]));
    const order = { dead: 0, unchecked: 1, alive: 2 };
    return this.#files(scope)
      .map(({ size, ...about }): Link => ({ ...about, ...stateOf({ ...about, size }, known.get(about.url)) }))
      .sort((a, b) => order[a.state] - order[b.state] || (a.url < b.url ? -1 : 1));
  }

  async #ask({ id: url }: ItemProgress, sizes: readonly number[], signal: AbortSignal): Promise<void> {
    const { network: policy, access: network } = this.#parts;
    const question = { url, sizes, signal, patienceMs: policy.stallMs, network };
    let length: number | null;
    try {
      length = await this.#limit.run(url, () => checkLink(question));
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code !== 'operations.cancelled') this.#record({ url, state: 'dead', failure, length: null });
      throw error;
    }
    this.#record({ url, state: 'alive', failure: null, length });
    const other = sizes.find((size) => length !== null && length !== size);
    if (other !== undefined && length !== null) throw mismatch(url, other, length);
  }

  /** Archives to read first. A plugin that is named is there, installed or offered. */
  #archives({ plugin, catalogue }: LinkScope): string[] {
    if (catalogue !== true) return [];
    const unread = this.#parts.offered.unread();
    if (plugin !== undefined && !this.#parts.installed.find(plugin)) this.#parts.server.offer(plugin);
    return plugin === undefined ? unread : unread.filter((id) => id === plugin);
  }

  #files({ plugin, catalogue }: LinkScope): (LinkedFile & { installed: boolean })[] {
    const isMeant = (id: string) => plugin === undefined || id === plugin;
    if (plugin !== undefined && catalogue !== true) this.#parts.installed.get(plugin);
    const installed = this.#parts.installed.all().filter(({ id }) => isMeant(id));
    const files = installed.flatMap(({ id, content }) =>
      (content?.packages.packages ?? []).flatMap((pkg) =>
        pkg.files
          .filter((file) => file.url !== '')
          .map(({ url, size, filename: file }) => ({ url, size, plugin: id, package: pkg.id, file, installed: true })),
      ),
    );
    if (catalogue !== true) return files;
    const there = new Set(files.map(sameLink));
    const offered = this.#parts.offered.files().filter((file) => isMeant(file.plugin) && !there.has(sameLink(file)));
    return [...files, ...offered.map((file) => ({ ...file, installed: false }))];
  }

  #record({ url, state, failure, length }: Pick<Row, 'url' | 'state' | 'length'> & { failure: Failure | null }): void {
    this.#parts.database
      .prepare(
        `INSERT INTO link (url, state, failure, length, checked_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (url) DO UPDATE SET state = excluded.state, failure = excluded.failure, length = excluded.length,
           checked_at = excluded.checked_at`,
      )
      .run(url, state, failure && JSON.stringify(failure), length, this.#parts.now());
  }
}

/** Every address with the sizes that are declared for it: two versions of a plugin may not agree. */
function sizesOf(files: readonly LinkedFile[]): Map<string, number[]> {
  const sizes = new Map<string, number[]>();
  for (const { url, size } of files) {
    const declared = sizes.get(url);
    if (!declared) sizes.set(url, [size]);
    else if (!declared.includes(size)) declared.push(size);
  }
  return sizes;
}

/** Addresses to ask: all, or what a former check did not find alive and what archives that are read only now brought. */
function leftOf(former: Operation | undefined, files: readonly LinkedFile[], readNow: readonly string[]): Set<string> {
  const asked = former?.items.filter((item) => item.plugin === undefined) ?? [];
  // One that ended before it came to any address left all of them.
  if (asked.length === 0) return new Set(files.map(({ url }) => url));
  const unsuccessful = new Set(asked.filter((item) => item.state !== 'success').map((item) => item.id));
  const isNew = new Set(readNow);
  return new Set(files.filter(({ url, plugin }) => unsuccessful.has(url) || isNew.has(plugin)).map(({ url }) => url));
}

function scopeOf({ plugin, catalogue }: LinkScope): { plugin?: string; catalogue?: boolean } {
  return { ...(plugin === undefined ? {} : { plugin }), ...(catalogue === undefined ? {} : { catalogue }) };
}

function sameLink({ plugin, package: pkg, file, url, size }: LinkedFile): string {
  return JSON.stringify([plugin, pkg, file, url, size]);
}

function mismatch(url: string, expected: number, actual: number): ProvdeskError {
  return new ProvdeskError('packages.size-mismatch', { file: url.split('/').at(-1) ?? url, expected, actual, url });
}

function stateOf(
  { url, size }: { url: string; size: number },
  row: Row | undefined,
): Pick<Link, 'state' | 'failure' | 'checkedAt'> {
  if (!row) return { state: 'unchecked' };
  const { state, checkedAt, length } = row;
  if (state === 'alive' && length !== null && length !== size)
    return { state: 'dead', checkedAt, failure: mismatch(url, size, length).failure };
  // Written by us; said again in the words of today.
  const failure = row.failure === null ? {} : { failure: ProvdeskError.of(JSON.parse(row.failure) as Failure).failure };
  return { state, checkedAt, ...failure };
}

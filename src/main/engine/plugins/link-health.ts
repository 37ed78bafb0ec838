import type { Link } from '../../../shared/contract/links.ts';
import { type Failure, failureOf, ProvdeskError } from '../../../shared/failures.ts';
import type { NetworkAccess } from '../network/network.ts';
import type { OperationPlan } from '../operations/operations.ts';
import type { Store } from '../store/database.ts';
import { checkLink } from './check-link.ts';
import { HostLimit } from './host-limit.ts';
import type { InstalledPlugin, InstalledPlugins } from './installed-plugins.ts';
import type { NetworkPolicy } from './network-policy.ts';

/** Addresses that are asked at the same time, over all hosts. */
const AT_ONCE = 16;

interface Row {
  readonly url: string;
  readonly state: 'alive' | 'dead';
  readonly failure: string | null;
  readonly checkedAt: number;
}

/** Links rot every few months: which addresses of the installed plugins still have their file. */
export class LinkHealth {
  readonly #database: Store;
  readonly #installed: InstalledPlugins;
  readonly #policy: NetworkPolicy;
  readonly #network: NetworkAccess;
  readonly #limit: HostLimit;
  readonly #now: () => number;

  constructor(database: Store, installed: InstalledPlugins, policy: NetworkPolicy, network: NetworkAccess, now: () => number) {
    this.#database = database;
    this.#installed = installed;
    this.#policy = policy;
    this.#network = network;
    this.#limit = new HostLimit(policy.perHost);
    this.#now = now;
  }

  /** One item an address: an address that several packages share is asked once. @throws ProvdeskError `plugins.not-installed` */
  planCheck(plugin: string | undefined): OperationPlan {
    const sizes = new Map(this.#wanted(plugin).map(({ url, size }) => [url, size]));
    return {
      kind: 'links.check',
      plugin: plugin ?? null,
      items: [...sizes.keys()],
      atOnce: AT_ONCE,
      run: async (item, signal) => {
        const size = sizes.get(item.id) ?? 0;
        const question = { url: item.id, size, signal, patienceMs: this.#policy.stallMs, network: this.#network };
        try {
          await this.#limit.run(item.id, () => checkLink(question));
          this.#record(item.id, 'alive', null);
        } catch (error) {
          const failure = failureOf(error);
          if (failure.code !== 'operations.cancelled') this.#record(item.id, 'dead', failure);
          throw error;
        }
      },
    };
  }

  /** Dead ones first, then those that nobody has asked. @throws ProvdeskError `plugins.not-installed` */
  list(plugin: string | undefined): Link[] {
    const rows = this.#database.prepare<[], Row>('SELECT url, state, failure, checked_at AS checkedAt FROM link').all();
    const known = new Map(rows.map((row) => [row.url, row]));
    const order = { dead: 0, unchecked: 1, alive: 2 };
    return this.#wanted(plugin)
      .map(({ size: _, ...about }): Link => ({ ...about, ...stateOf(known.get(about.url)) }))
      .sort((a, b) => order[a.state] - order[b.state] || (a.url < b.url ? -1 : 1));
  }

  #wanted(plugin: string | undefined): { url: string; size: number; plugin: string; package: string; file: string }[] {
    const plugins: InstalledPlugin[] = plugin === undefined ? this.#installed.all() : [this.#installed.get(plugin)];
    return plugins.flatMap(({ id, content }) =>
      (content?.packages.packages ?? []).flatMap((pkg) =>
        pkg.files
          .filter((file) => file.url !== '')
          .map((file) => ({ url: file.url, size: file.size, plugin: id, package: pkg.id, file: file.filename })),
      ),
    );
  }

  #record(url: string, state: Row['state'], failure: Failure | null): void {
    this.#database
      .prepare(
        `INSERT INTO link (url, state, failure, checked_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (url) DO UPDATE SET state = excluded.state, failure = excluded.failure, checked_at = excluded.checked_at`,
      )
      .run(url, state, failure && JSON.stringify(failure), this.#now());
  }
}

function stateOf(row: Row | undefined): Pick<Link, 'state' | 'failure' | 'checkedAt'> {
  if (!row) return { state: 'unchecked' };
  const { state, checkedAt } = row;
  // Written by us; said again in the words of today.
  const failure = row.failure === null ? {} : { failure: ProvdeskError.of(JSON.parse(row.failure) as Failure).failure };
  return { state, checkedAt, ...failure };
}

import { z } from 'zod';
import type { ConfigurationOwner } from '../../../shared/contract/configuration.ts';
import { Parameter } from '../../../shared/contract/configuration.ts';
import type { Store } from '../store/database.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';

/** What one owner was given itself. */
export interface Given {
  readonly parameters: readonly Parameter[];
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

const Parameters = z.array(Parameter);

interface Row {
  readonly kind: ConfigurationOwner['kind'];
  readonly owner: string;
  readonly parameters: string;
  readonly changedAt: number;
}

/** The rows of what is in configurations. `owner`: the id of a device, or the name of a vendor. */
export class ConfigurationTable {
  readonly #database: Store;

  constructor(database: Store) {
    this.#database = database;
  }

  all(): ({ readonly kind: ConfigurationOwner['kind']; readonly owner: string } & Given)[] {
    return this.#database
      .prepare<[], Row>('SELECT kind, owner, parameters, changed_at AS changedAt FROM configuration')
      .all()
      .map((row) => ({ ...row, parameters: Parameters.parse(JSON.parse(row.parameters)) }));
  }

  /** @throws ProvdeskError `store.disk-full`, `store.unreadable` */
  write(kind: ConfigurationOwner['kind'], owner: string, { parameters, changedAt }: Given): void {
    try {
      this.#database
        .prepare('INSERT OR REPLACE INTO configuration (kind, owner, parameters, changed_at) VALUES (?, ?, ?, ?)')
        .run(kind, owner, JSON.stringify(parameters), changedAt);
    } catch (error) {
      throw isDiskError(error) ? storeFailure(error, this.#database.name) : error;
    }
  }
}

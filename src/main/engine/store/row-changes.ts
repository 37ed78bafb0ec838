import type { Store } from './database.ts';
import { transact } from './transact.ts';

type Value = string | number | null;

/** One statement, and what it is run with: once for each row, by place or by name. */
export interface RowChange {
  readonly sql: string;
  readonly rows: readonly (readonly Value[] | Readonly<Record<string, Value>>)[];
}

/** All or none. `isWanted` is asked when nobody else can write any more. @returns false where it said no */
export function makeRowChanges(database: Store, changes: readonly RowChange[], isWanted = () => true): boolean {
  return transact(database, () => {
    if (!isWanted()) return false;
    for (const { sql, rows } of changes) {
      const statement = database.prepare(sql);
      for (const row of rows) statement.run(row);
    }
    return true;
  });
}

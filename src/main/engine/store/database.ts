import Database from 'better-sqlite3';
import { ProvdeskError } from '../../../shared/failures.ts';
import { storeFailure } from './disk-failure.ts';
import { migrations } from './migrations.ts';
import { transact } from './transact.ts';

/**
 * Longest that a change waits for the row writer's commit, in milliseconds. That one is short unless the disk hangs, which
 * would hold this one as long: a person or an installation is refused only where waiting would freeze the window for good.
 */
const LOCKED_MS = 10_000;

/** The one database of a data folder. `Database` of better-sqlite3: synchronous, so a transaction is one plain function. */
export type Store = Database.Database;

/**
 * Opens the database and brings it to the present shape, each step in a transaction of its own.
 *
 * @throws ProvdeskError `store.newer-version` where a newer Provdesk wrote it; `store.unreadable`, `store.disk-full`
 */
export function openDatabase(databasePath: string): Store {
  let database: Store | undefined;
  try {
    database = new Database(databasePath, { timeout: LOCKED_MS });
    database.pragma('journal_mode = WAL');
    // A commit is on the disk when it returns: power cuts happen on ladders.
    database.pragma('synchronous = FULL');
    // In pages. The row writer's thread moves a quarter of that out of the log at a time; this is for when it writes nothing.
    database.pragma('wal_autocheckpoint = 4000');
    database.pragma('foreign_keys = ON');
    migrate(database, databasePath);
    return database;
  } catch (error) {
    database?.close();
    throw storeFailure(error, databasePath);
  }
}

function migrate(database: Store, databasePath: string): void {
  const found = Number(database.pragma('user_version', { simple: true }));
  const supported = migrations.length;
  if (found > supported) throw new ProvdeskError('store.newer-version', { path: databasePath, found, supported });
  for (let step = found; step < supported; step += 1) {
    transact(database, () => {
      database.exec(migrations[step] ?? '');
      database.pragma(`user_version = ${step + 1}`);
    });
  }
}

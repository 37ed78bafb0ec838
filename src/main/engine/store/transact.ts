import type { Store } from './database.ts';

/**
 * All that `change` writes, or nothing. It waits its turn before it begins: one that began by reading could not go on to
 * write after another thread had (SQLITE_BUSY_SNAPSHOT), however long it waited.
 */
export function transact<T>(database: Store, change: () => T): T {
  return database.transaction(change).immediate();
}

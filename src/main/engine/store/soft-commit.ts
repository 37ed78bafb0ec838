import type { Store } from './database.ts';

/**
 * Commits without waiting for the disk, for what hundreds of requests a second leave behind: a power cut may take the
 * last of it, the end of the process may not, and the next commit of the usual kind puts it on the disk with itself.
 * Such a wait, ten times a second and on the engine's one thread, would be felt in the window.
 */
export function softCommit(database: Store, change: () => void): void {
  database.pragma('synchronous = NORMAL');
  try {
    database.transaction(change)();
  } finally {
    database.pragma('synchronous = FULL');
  }
}

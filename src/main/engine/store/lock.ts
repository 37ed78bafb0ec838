import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { DataFolder } from './data-folder.ts';
import { codeOf, storeFailure } from './disk-failure.ts';

/** Who runs the engine of a data folder. */
export interface LockOwner {
  readonly pid: number;
  /** Path of the control socket, or name of the pipe on Windows. */
  readonly control: string;
  /** What a client must say first there. */
  readonly key: string;
}

export interface DataFolderLock {
  release(): void;
}

/**
 * Takes the folder for this process. The lock is SQLite's own on a file of its own, so the operating system lets
 * go of it however the process ends; the owner file beside it only says whom to ask.
 *
 * @throws ProvdeskError `engine.data-folder-in-use` with the owner's `pid`, where another engine holds it
 */
export function lockDataFolder(folder: DataFolder, owner: LockOwner): DataFolderLock {
  const database = takeLock(folder);
  try {
    writeFileSync(folder.owner, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  } catch (error) {
    database.close();
    throw storeFailure(error, folder.owner);
  }
  return {
    release() {
      rmSync(folder.owner, { force: true });
      database.close();
    },
  };
}

/** Whom the owner file names; it may be stale where no engine holds the lock. */
export function readOwner(folder: Pick<DataFolder, 'owner'>): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(folder.owner, 'utf8'));
    if (typeof owner !== 'object' || owner === null) return undefined;
    const { pid, control, key } = owner as Partial<LockOwner>;
    if (!Number.isSafeInteger(pid) || typeof control !== 'string' || typeof key !== 'string') return undefined;
    return { pid: pid as number, control, key };
  } catch {
    return undefined; // No engine, or one that is just writing it: both mean that nobody can be asked now.
  }
}

function takeLock(folder: DataFolder): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(folder.lock, { timeout: 0 });
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (codeOf(error)?.startsWith('SQLITE_BUSY') !== true) throw storeFailure(error, folder.lock);
    const pid = readOwner(folder)?.pid ?? 0;
    throw new ProvdeskError('engine.data-folder-in-use', { pid, dataDir: folder.root }, { cause: error });
  }
}

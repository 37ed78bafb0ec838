import { type FailureCode, ProvdeskError, reasonOf } from '../../../shared/failures.ts';

/** What the operating system and SQLite say when the disk will not, as a failure with the path in it. */
export function storeFailure(error: unknown, path: string): ProvdeskError {
  if (error instanceof ProvdeskError) return error;
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') {
    return new ProvdeskError('store.disk-full', { path }, { cause: error });
  }
  if (code?.startsWith('SQLITE_BUSY')) return new ProvdeskError('store.busy', { path }, { cause: error });
  return new ProvdeskError('store.unreadable', { path, reason: reasonOf(error) }, { cause: error });
}

/** What SQLite says of the disk, as a failure; anything else as it is: what it says of a statement is a bug of ours. */
export function databaseFailure(error: unknown, path: string): unknown {
  return OF_THE_DISK.test(codeOf(error) ?? '') ? storeFailure(error, path) : error;
}

/** Whether something could not be kept, be it told by SQLite or as a failure. */
export function isRefusedByDisk(error: unknown): boolean {
  const told = databaseFailure(error, '');
  return told instanceof ProvdeskError && REFUSALS.has(told.code);
}

const REFUSALS: ReadonlySet<FailureCode> = new Set(['store.busy', 'store.disk-full', 'store.unreadable']);
const OF_THE_DISK = /^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|PERM|PROTOCOL)/;

/** Whether an error is the disk's, so that it may be called one. */
export function isDiskError(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (code.startsWith('SQLITE_') || DISK_CODES.has(code));
}

const DISK_CODES = new Set([
  'ENOSPC',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'EROFS',
  'EIO',
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EMFILE',
  'ENFILE',
]);

export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

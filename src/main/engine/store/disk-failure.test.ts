import { expect, it } from 'vitest';
import { ProvdeskError } from '../../../shared/failures.ts';
import { databaseFailure } from './disk-failure.ts';

it.each([
  ['SQLITE_BUSY', 'store.busy'],
  ['SQLITE_BUSY_SNAPSHOT', 'store.busy'],
  ['SQLITE_FULL', 'store.disk-full'],
  ['SQLITE_IOERR_FSYNC', 'store.unreadable'],
  ['SQLITE_READONLY', 'store.unreadable'],
  ['SQLITE_CORRUPT', 'store.unreadable'],
])('%s is of the disk: %s', (code, expected) => {
  expect(databaseFailure(Object.assign(new Error('no'), { code }), '/data')).toMatchObject({ code: expected });
});

it.each(['SQLITE_ERROR', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_MISUSE', 'ENOENT', undefined])('%s is not of the disk', (code) => {
  const error = Object.assign(new Error('no'), { code });
  expect(databaseFailure(error, '/data')).toBe(error);
});

it('a failure stays what it is', () => {
  const failure = new ProvdeskError('engine.stopping');
  expect(databaseFailure(failure, '/data')).toBe(failure);
});

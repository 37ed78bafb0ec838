import type { Outcome } from '../../../shared/contract/journal.ts';
import type { RefusedReason } from '../../domain/provisioning/request.ts';
import { NoRoomInMemory, NotARegularFile } from './file-cache.ts';
import { FileChanged } from './shared-file.ts';
import { ERROR_ACCESS, ERROR_NOT_FOUND, ERROR_UNDEFINED } from './packet.ts';

/** What the client hears, and what is recorded. */
export interface Refusal {
  readonly code: number;
  readonly words: string;
  readonly outcome: Outcome;
}

export const REFUSALS: Readonly<Record<RefusedReason, Refusal>> = {
  'not-found': { code: ERROR_NOT_FOUND, outcome: 'missing', words: 'file not found' },
  'outside-root': { code: ERROR_ACCESS, outcome: 'refused', words: 'access violation' },
  'bad-name': { code: ERROR_ACCESS, outcome: 'refused', words: 'this name is not acceptable' },
  'not-now': { code: ERROR_UNDEFINED, outcome: 'refused', words: 'not now, try again later' },
};

/** Of a file that was found and cannot be sent. */
export function openingFailure(error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const failed = (errorCode: number, words: string): Refusal => ({ code: errorCode, words, outcome: 'failed' });
  if (code === 'ENOENT') return failed(ERROR_NOT_FOUND, 'file not found');
  if (code === 'EACCES' || code === 'EPERM' || error instanceof NotARegularFile) return failed(ERROR_ACCESS, 'access violation');
  if (error instanceof NoRoomInMemory) return failed(ERROR_UNDEFINED, 'too many files at once, try again later');
  if (error instanceof FileChanged) return failed(ERROR_UNDEFINED, 'the file is being changed, ask again');
  return failed(ERROR_UNDEFINED, 'the server cannot send this file now');
}

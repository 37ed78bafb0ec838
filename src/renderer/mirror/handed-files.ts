import { create } from 'zustand';
import type { MatchedFile } from '../../shared/contract/files.ts';
import { type Failure, failureOf } from '../../shared/failures.ts';
import { addFile } from '../hand-over.ts';

/** A file that a person dropped or chose in this window, and what became of it. */
export interface HandedFile {
  readonly id: string;
  readonly file: File;
  readonly state: 'waiting' | 'sending' | 'matched' | 'refused';
  /** Bytes that have left the window; stays 0 where only a path is told. */
  readonly sent: number;
  /** Packages that it is a file of. */
  readonly matched: readonly MatchedFile[];
  readonly failure?: Failure;
}

interface HandedMirror {
  /** Newest first. */
  readonly files: readonly HandedFile[];
  /** Files of the last drop that were too many to take. */
  readonly leftOut: number;
}

/** More at once is a wrong folder. */
export const MOST_HANDED = 2000;

export const useHandedFiles = create<HandedMirror>(() => ({ files: [], leftOut: 0 }));

let lastId = 0;
let working = false;

/** Kept here and not on a screen: a file of a gigabyte goes on while its person looks elsewhere. */
export function takeFiles(given: readonly File[], leftOut = 0): void {
  const taken = given.slice(0, MOST_HANDED).map((file): HandedFile => {
    lastId += 1;
    return { id: `handed-${lastId}`, file, state: 'waiting', sent: 0, matched: [] };
  });
  useHandedFiles.setState(({ files }) => ({
    files: [...taken, ...files.filter(isMoving), ...files.filter((file) => !isMoving(file))].slice(0, 2 * MOST_HANDED),
    leftOut: leftOut + given.length - taken.length,
  }));
  if (!working) void workThrough();
}

export function forgetHandedFiles(): void {
  useHandedFiles.setState(({ files }) => ({ files: files.filter(isMoving), leftOut: 0 }));
}

export function isMoving({ state }: HandedFile): boolean {
  return state === 'waiting' || state === 'sending';
}

/** One after the other: they share one disk and one wire. */
async function workThrough(): Promise<void> {
  working = true;
  for (let next = nextWaiting(); next; next = nextWaiting()) await handOver(next);
  working = false;
}

function nextWaiting(): HandedFile | undefined {
  return useHandedFiles.getState().files.find(({ state }) => state === 'waiting');
}

async function handOver({ id, file }: HandedFile): Promise<void> {
  change(id, { state: 'sending' });
  try {
    const { matched, unmatched } = await addFile(file, (sent) => change(id, { sent }));
    const [refusal] = unmatched;
    if (matched.length > 0) change(id, { state: 'matched', matched });
    else change(id, { state: 'refused', ...(refusal ? { failure: refusal.failure } : {}) });
  } catch (error) {
    change(id, { state: 'refused', failure: failureOf(error) });
  }
}

function change(id: string, given: Partial<HandedFile>): void {
  useHandedFiles.setState(({ files }) => ({ files: files.map((file) => (file.id === id ? { ...file, ...given } : file)) }));
}

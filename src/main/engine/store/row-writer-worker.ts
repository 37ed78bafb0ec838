import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { makeRowChanges } from './row-changes.ts';
import type { RowAnswer, RowTask, RowWriterStart } from './row-writer.ts';

/** Longest that it waits for a commit of the engine's own thread, in milliseconds: nobody waits for the rows, but the engine's end does. */
const LOCKED_MS = 5_000;

const { databasePath, turn } = workerData as RowWriterStart;
const turns = new Int32Array(turn);
const database = new Database(databasePath, { timeout: LOCKED_MS, fileMustExist: true });
// The end of the process takes nothing of it; a power cut may take the last, until the next commit that is durable.
database.pragma('synchronous = NORMAL');

parentPort?.on('message', (task: RowTask) => parentPort?.postMessage(answer(task)));

function answer(task: RowTask): RowAnswer {
  try {
    const isWritten = makeRowChanges(database, task.changes, () => Atomics.load(turns, 0) === task.turn);
    return { ending: isWritten ? 'written' : 'overtaken' };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { error: { code, message } };
  }
}

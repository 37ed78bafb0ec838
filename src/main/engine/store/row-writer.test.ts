import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf } from '../../../../test/builders/coded-failure.ts';
import { removeTemporaryFolders, temporaryFolder, WORKERS } from '../../../../test/builders/test-engine.ts';
import { openDatabase, type Store } from './database.ts';
import type { RowChange } from './row-changes.ts';
import { RowWriter } from './row-writer.ts';
import { transact } from './transact.ts';

let database: Store;
let writer: RowWriter;

beforeEach(() => {
  database = openDatabase(path.join(temporaryFolder('row-writer'), 'provdesk.db'));
  writer = new RowWriter(WORKERS.rowWriter, database.name);
});
afterEach(async () => {
  await writer.stop();
  database.close();
});
afterAll(removeTemporaryFolders);

const set = (...rows: [string, string][]): RowChange => ({
  sql: 'INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)',
  rows,
});
const settings = () => database.prepare('SELECT key, value FROM setting ORDER BY key').raw().all();

it('writes one task after the other, each whole', async () => {
  const removal: RowChange = { sql: 'DELETE FROM setting WHERE key = @key', rows: [{ key: 'a' }] };
  const endings = await Promise.all([
    writer.write([set(['a', '1'], ['b', '1'])]),
    writer.write([removal, set(['b', '2'])]),
    writer.write([set(['c', '3'])]),
  ]);
  expect(endings).toEqual(['written', 'written', 'written']);
  expect(settings()).toEqual([
    ['b', '2'],
    ['c', '3'],
  ]);
});

it('writes nothing of a task that fails, says why, and goes on with the next', async () => {
  const refused = failureOf(writer.write([set(['a', '1']), { sql: 'INSERT INTO nowhere VALUES (?)', rows: [['x']] }]));
  const next = writer.write([set(['b', '1'])]);
  expect(await refused).toMatchObject({
    code: 'store.unreadable',
    facts: { path: database.name, reason: 'no such table: nowhere' },
  });
  expect(await next).toBe('written');
  expect(settings()).toEqual([['b', '1']]);
});

it('waits for a transaction of the engine, and is overtaken by it where that is newer', async () => {
  await writer.write([set(['a', 'first'])]);
  let older: Promise<unknown> | undefined;
  transact(database, () => {
    database.prepare('UPDATE setting SET value = ?').run('told');
    older = writer.write([set(['a', 'older'])]);
    writer.overtake();
  });
  const newer = writer.write([set(['b', 'newer'])]);
  expect([await older, await newer]).toEqual(['overtaken', 'written']);
  expect(settings()).toEqual([
    ['a', 'told'],
    ['b', 'newer'],
  ]);
});

it('a thread that cannot start or dies is a failure of what waited; the next write starts another', async () => {
  const broken = new RowWriter(new URL('file:///nowhere/worker.js'), database.name);
  expect(await failureOf(broken.write([set(['a', '1'])]))).toMatchObject({ code: 'store.unreadable' });
  expect(await failureOf(broken.write([set(['a', '1'])]))).toMatchObject({ code: 'store.unreadable' });
  const dying = new RowWriter(dyingFirst(), database.name);
  const refused = [failureOf(dying.write([set(['a', '1'])])), failureOf(dying.write([set(['a', '2'])]))];
  expect((await Promise.all(refused)).map(({ code }) => code)).toEqual(['store.unreadable', 'store.unreadable']);
  dying.overtake();
  expect(await dying.write([set(['b', '2'])])).toBe('written');
  expect(settings()).toEqual([['b', '2']]);
  await dying.stop();
});

it('a task that cannot be handed over leaves the others their own answers', async () => {
  const uncloneable = { sql: '', rows: [[() => undefined]] } as unknown as RowChange;
  const refused = writer.write([uncloneable]);
  const failing = failureOf(writer.write([{ sql: 'INSERT INTO nowhere VALUES (1)', rows: [[]] }]));
  const written = writer.write([set(['a', '1'])]);
  await expect(refused).rejects.toThrow('could not be cloned');
  expect(await failing).toMatchObject({ code: 'store.unreadable' });
  expect(await written).toBe('written');
});

/** A thread that ends at the first task, until something is overtaken; then the real one. */
function dyingFirst(): URL {
  const source = `import { parentPort, workerData } from 'node:worker_threads';
    if (Atomics.load(new Int32Array(workerData.turn), 0) > 0) await import('${WORKERS.rowWriter}');
    else parentPort.once('message', () => process.exit(3));`;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

it('starts no thread and writes nothing once it was stopped', async () => {
  await writer.write([set(['a', '1'])]);
  await writer.stop();
  expect(await failureOf(writer.write([set(['b', '2'])]))).toMatchObject({ code: 'engine.stopping' });
  expect(settings()).toEqual([['a', '1']]);
});

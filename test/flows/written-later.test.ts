import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { failureOf } from '../builders/coded-failure.ts';
import {
  removeTemporaryFolders,
  silentLog,
  startTestEngine,
  type TestEngine,
  temporaryFolder,
  WORKERS,
} from '../builders/test-engine.ts';

const MAC = '00:04:13:30:f0:ed';

let dataDir: string;
let engine: TestEngine;
let other: Database.Database;

beforeEach(async () => {
  dataDir = temporaryFolder('data');
  engine = await startTestEngine({ dataDir });
  other = new Database(path.join(dataDir, 'provdesk.db'));
});
afterEach(async () => {
  other.close();
  await engine.stop();
});
afterAll(removeTemporaryFolders);

const rows = (sql: string) => other.prepare(sql).pluck().all();
const requestsWritten = () => rows("SELECT count(*) FROM journal WHERE json_extract(entry, '$.kind') = 'request'");
const requests = async () =>
  (await engine.client.journal.list({ limit: 50 })).flatMap((entry) => (entry.kind === 'request' ? [entry.path] : []));

it('what phones ask for is told at once while the disk takes nothing, and is written when it does', async () => {
  const { http } = await engine.serve();
  other.exec('BEGIN IMMEDIATE');
  const paths = [1, 2, 3].map((n) => `/snomD785-000413${n}0F0ED.htm`);
  for (const asked of paths) await fetch(http + asked);
  await expect.poll(requests).toEqual(paths.toReversed());
  expect((await engine.client.devices.list(undefined)).devices.length).toBe(3);
  const all = await engine.client.journal.list({ limit: 50 });
  for (const before of all.map(({ seq }) => seq)) {
    const page = await engine.client.journal.list({ before, limit: 2 });
    expect(page).toEqual(all.filter(({ seq }) => seq < before).slice(0, 2));
  }
  const ofOne = await engine.client.journal.list({ device: '00:04:13:20:f0:ed', limit: 50 });
  expect(ofOne.map(({ kind }) => kind).toSorted()).toEqual(['device.new', 'request']);
  expect(await engine.client.journal.list({ since: Date.now() + 60_000, limit: 50 })).toEqual([]);
  expect(requestsWritten()).toEqual([0]);
  other.exec('COMMIT');
  await expect.poll(requestsWritten).toEqual([3]);
  await expect.poll(() => rows('SELECT count(*) FROM device')).toEqual([3]);
});

it('what waits when the engine stops is written then', async () => {
  const { http } = await engine.serve();
  await fetch(`${http}/snomD785-00041310F0ED.htm`);
  await engine.stop();
  expect(rows('SELECT requests FROM device')).toEqual([1]);
  expect(requestsWritten()).toEqual([1]);
});

it('an engine that no phone asks anything of begins no thread to write that it was there', async () => {
  await engine.stop();
  const rowWriter = new URL('data:text/javascript,throw new Error("begun")');
  const errors: unknown[] = [];
  const log = { ...silentLog, error: (...told: unknown[]) => void errors.push(told) };
  engine = await startTestEngine({ dataDir, log, workers: { ...WORKERS, rowWriter } });
  await engine.stop();
  expect(errors).toEqual([]);
  const kinds = rows("SELECT json_extract(entry, '$.kind') FROM journal ORDER BY seq");
  expect(kinds).toEqual(['engine.started', 'engine.stopped', 'engine.started', 'engine.stopped']);
});

it('what a person told is on the disk when it is answered, whatever was on its way', async () => {
  const { http } = await engine.serve();
  await engine.client.devices.add({ mac: MAC, name: 'lobby' });
  const asking = Array.from({ length: 40 }, () => fetch(`${http}/snomD785-00041330F0ED.htm`));
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    await engine.client.devices.change({ id: MAC, name });
    expect(rows('SELECT name FROM device')).toEqual([name]);
  }
  await Promise.all(asking);
  await engine.client.devices.remove({ id: MAC });
  expect(rows(`SELECT count(*) FROM device WHERE id = '${MAC}' AND name IS NOT NULL`)).toEqual([0]);
});

it('what a person told and the disk refuses has not happened, then or later', async () => {
  const names = async () => (await engine.client.devices.list(undefined)).devices.map(({ name }) => name);
  await engine.client.devices.add({ mac: MAC, name: 'lobby' });
  const refused = async (event: 'INSERT' | 'DELETE', change: Promise<unknown>) => {
    expect(await failureOf(change)).toMatchObject({ code: 'store.unreadable', facts: { reason: 'worn out' } });
    other.exec(`DROP TRIGGER worn_${event}`);
  };
  const wearOut = (event: 'INSERT' | 'DELETE') =>
    other.exec(`CREATE TRIGGER worn_${event} BEFORE ${event} ON device BEGIN SELECT RAISE(ABORT, 'worn out'); END`);
  wearOut('INSERT');
  await refused('INSERT', engine.client.devices.change({ id: MAC, name: 'kitchen' }));
  wearOut('INSERT');
  await refused('INSERT', engine.client.devices.add({ mac: '00:04:13:00:00:01', name: 'cellar' }));
  wearOut('DELETE');
  await refused('DELETE', engine.client.devices.remove({ id: MAC }));
  expect(await names()).toEqual(['lobby']);
  await engine.stop();
  expect(rows('SELECT name FROM device')).toEqual(['lobby']);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type Store } from './database.ts';
import { softCommit } from './soft-commit.ts';

const FULL = 2;
const NORMAL = 1;

let dir: string;
let database: Store;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'provdesk-soft-'));
  database = openDatabase(join(dir, 'provdesk.db'));
});
afterEach(() => {
  database.close();
  rmSync(dir, { recursive: true, force: true });
});

const level = () => database.pragma('synchronous', { simple: true });
const set = (value: string) => database.prepare('INSERT INTO setting (key, value) VALUES (?, ?)').run('k', value);

it('does not wait for the disk, and leaves every other commit as it was', () => {
  let during: unknown;
  softCommit(database, () => {
    during = level();
    set('v');
  });
  expect([during, level()]).toEqual([NORMAL, FULL]);
  expect(database.prepare('SELECT value FROM setting').pluck().all()).toEqual(['v']);
});

it('commits nothing of a change that fails, and waits for the disk again', () => {
  const failing = () =>
    softCommit(database, () => {
      set('v');
      throw new Error('a bug');
    });
  expect(failing).toThrow('a bug');
  expect(level()).toBe(FULL);
  expect(database.prepare('SELECT value FROM setting').pluck().all()).toEqual([]);
});

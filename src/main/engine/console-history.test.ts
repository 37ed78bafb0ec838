import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { removeTemporaryFolders, temporaryFolder } from '../../../test/builders/test-engine.ts';
import { HISTORY_FILE, HISTORY_LINES } from '../../shared/console/history.ts';
import { ConsoleHistory } from './console-history.ts';

afterAll(removeTemporaryFolders);

it('keeps lines in order, each once in a row, and goes on with what a terminal wrote', async () => {
  const dir = temporaryFolder('history');
  const file = path.join(dir, HISTORY_FILE);
  const history = new ConsoleHistory(dir);
  expect(await history.lines()).toEqual([]);
  writeFileSync(file, 'newest\r\noldest');
  await Promise.all(['a', 'a', ' b\n c ', '  '].map((line) => history.remember(line)));
  expect(await history.lines()).toEqual(['oldest', 'newest', 'a', 'b c']);
  expect(readFileSync(file, 'utf8')).toBe('b c\na\nnewest\noldest');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
});

it('keeps the latest lines and drops the oldest', async () => {
  const dir = temporaryFolder('history');
  writeFileSync(path.join(dir, HISTORY_FILE), Array.from({ length: HISTORY_LINES + 5 }, (_, i) => `line ${i}`).join('\n'));
  const history = new ConsoleHistory(dir);
  expect(await history.remember('new')).toBe(HISTORY_LINES);
  expect((await history.lines()).at(-1)).toBe('new');
  expect((await history.lines())[0]).toBe(`line ${HISTORY_LINES - 2}`);
});

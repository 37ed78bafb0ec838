import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Report } from './messages.ts';
import { Reports } from './reports.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const heard = (path: string): Report => ({
  kind: 'heard',
  request: { protocol: 'tftp', method: 'RRQ', path, ip: '192.0.2.1', userAgent: null },
});
const names = (batch: readonly Report[]) => batch.map((report) => (report.kind === 'heard' ? report.request.path : report.kind));

it('sends what has gathered in one batch, in order', () => {
  const sent: string[][] = [];
  const reports = new Reports((batch) => sent.push(names(batch)));
  for (const path of ['a', 'b', 'c']) reports.add(heard(path));
  expect(sent).toEqual([]);
  vi.runAllTimers();
  expect(sent).toEqual([['a', 'b', 'c']]);
});

it('lets the next batch wait until the last is taken in', () => {
  const sent: string[][] = [];
  const reports = new Reports((batch) => sent.push(names(batch)));
  reports.add(heard('a'));
  vi.runAllTimers();
  reports.add(heard('b'));
  vi.runAllTimers();
  expect(sent).toEqual([['a']]);
  reports.noted();
  reports.add(heard('c'));
  vi.runAllTimers();
  expect(sent).toEqual([['a'], ['b', 'c']]);
});

it('loses nothing of a storm, and says when the engine cannot follow', () => {
  const sent: string[] = [];
  const reports = new Reports((batch) => sent.push(...names(batch)));
  const all = Array.from({ length: 60_500 }, (_, i) => String(i));
  for (const path of all) reports.add(heard(path));
  expect(reports.isFull).toBe(true);
  for (let i = 0; i < 15; i += 1) {
    vi.runAllTimers();
    reports.noted();
  }
  expect([sent.length, reports.isFull]).toEqual([15_000, false]);
  reports.flush();
  vi.runAllTimers();
  expect(sent).toEqual(all);
});

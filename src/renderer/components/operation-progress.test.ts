import { expect, it } from 'vitest';
import type { OperationItem } from '../../shared/contract/operations.ts';
import { progressOf } from './operation-progress.ts';

const anItem = (given: Partial<OperationItem>): OperationItem => ({ id: 'a', state: 'waiting', files: [], ...given });

it('counts by bytes, with a last part for the installation', () => {
  const half = anItem({ state: 'downloading', files: [{ name: 'f', done: 50, total: 100, state: 'downloading' }] });
  const done = anItem({ state: 'success', files: [{ name: 'g', done: 0, total: 300, state: 'here' }] });
  expect(progressOf({ items: [half, done], state: 'running' }).share).toBeCloseTo((0.475 * 100 + 300) / 400);
});

it('does not divide by nothing', () => {
  expect(progressOf({ items: [], state: 'running' }).share).toBe(0);
  expect(progressOf({ items: [], state: 'success' }).share).toBe(1);
});

it('tells what failed and how many files wait', () => {
  const failed = anItem({ state: 'failed' });
  const waiting = anItem({ files: [{ name: 'f', done: 0, total: 1, state: 'waiting' }] });
  expect(progressOf({ items: [failed, waiting], state: 'running' })).toMatchObject({
    done: 0,
    failed: [failed],
    waitingFiles: 1,
  });
});

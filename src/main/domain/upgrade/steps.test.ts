import { expect, it } from 'vitest';
import type { UpgradeStep } from '../../../shared/contract/upgrades.ts';
import { isPastNoReturn } from '../../../shared/values/no-return.ts';
import { afterRestart, type Resumption } from './steps.ts';

const again = (attempt: number, cutShort: number): Resumption => ({ kind: 'begins-again', attempt, cutShort });

it.each<[UpgradeStep, isPast: boolean, Resumption]>([
  ['queued', false, { kind: 'stays' }],
  ['connecting', false, again(1, 1)],
  ['uploading', false, again(1, 1)],
  ['armed', false, again(1, 1)],
  ['flashing', true, { kind: 'watches' }],
  ['rebooting', true, { kind: 'watches' }],
  ['post-check', true, { kind: 'watches' }],
  ['done', false, { kind: 'stays' }],
])('begins again what had not been flashed, without counting the try, and only watches what had: “%s”', (step, isPast, then) => {
  expect([isPastNoReturn(step), afterRestart({ step, attempt: 2, cutShort: 0 })]).toEqual([isPast, then]);
});

it.each<[cutShort: number, Resumption]>([
  [8, again(1, 9)],
  [9, { kind: 'gives-up', cutShort: 10 }],
])('gives up what was cut short ten times in a row, as it may be the reason: after %i times', (cutShort, then) => {
  expect(afterRestart({ step: 'uploading', attempt: 2, cutShort })).toEqual(then);
});

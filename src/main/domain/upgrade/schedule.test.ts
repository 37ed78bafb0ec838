import { expect, it } from 'vitest';
import type { UpgradeBatch } from '../../../shared/contract/upgrades.ts';
import { dueOf, lookAgainAt, resumed } from './schedule.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;

it.each([
  ['an hour ahead', HOUR, 'later'],
  ['at its time', 0, 'now'],
  ['some seconds late, as timers are', -5_000, 'now'],
  ['after a night with the app closed', -8 * HOUR, 'missed'],
])('a scheduled batch %s', (_when, ahead, due) => {
  expect(dueOf(NOW + ahead, NOW)).toBe(due);
});

it('is seen to be due wherever it lies between two looks, although no timer was set for it', () => {
  const looks = [NOW, lookAgainAt(NOW), lookAgainAt(lookAgainAt(NOW))];
  const [, second = 0] = looks;
  expect(looks.map((look) => dueOf(NOW + 1, look))).toEqual(['later', 'now', 'now']);
  expect(dueOf(second + 1, lookAgainAt(second))).toBe('now');
});

type Told = Pick<UpgradeBatch, 'state' | 'startAt' | 'pausedFor' | 'acknowledged'>;
const batch: Told = { state: 'paused', startAt: null, pausedFor: null, acknowledged: {} };

it.each<[string, Partial<Told>, number | undefined, Partial<Told>]>([
  ['runs where it was paused while it ran', {}, undefined, { state: 'running', startAt: null }],
  [
    'keeps its time where it was paused before it',
    { startAt: NOW + HOUR },
    undefined,
    { state: 'scheduled', startAt: NOW + HOUR },
  ],
  ['runs where its time has passed meanwhile', { startAt: NOW - HOUR }, undefined, { state: 'running', startAt: null }],
  [
    'runs where it waited for its time',
    { state: 'scheduled', startAt: NOW + HOUR },
    undefined,
    { state: 'running', startAt: null },
  ],
  [
    'runs where it missed its time',
    { startAt: NOW - HOUR, pausedFor: { missed: NOW - HOUR } },
    undefined,
    { state: 'running', pausedFor: null },
  ],
  ['takes another time', { startAt: NOW - HOUR }, NOW + HOUR, { state: 'scheduled', startAt: NOW + HOUR }],
  ['goes over first devices that proved nothing', { pausedFor: { unproved: 0 } }, undefined, { acknowledged: { 0: 0 } }],
  ['runs where the other time is no longer ahead', {}, NOW - HOUR, { state: 'running', startAt: null }],
  [
    'counts no more what failed',
    { pausedFor: { wave: 1, failed: 2 }, acknowledged: { 0: 1 } },
    undefined,
    { acknowledged: { 0: 1, 1: 2 } },
  ],
])('a batch that a person goes on with %s', (_what, told, startAt, expected) => {
  expect(resumed({ ...batch, ...told }, NOW, startAt)).toMatchObject(expected);
});

import { expect, it } from 'vitest';
import type { PausedFor, UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { countsOf, endOf, mayBegin, nextFirst, pauseFor, standIn } from './batch-state.ts';

type Told = Pick<UpgradeOperation, 'wave' | 'step' | 'outcome' | 'verdict' | 'pending' | 'dueAt'>;

const open = (wave: number): Told => ({ wave, step: 'queued', outcome: null, verdict: null, pending: false, dueAt: null });
const away = (wave: number, dueAt = 0): Told => ({ ...open(wave), pending: true, dueAt });
const ended = (wave: number, outcome: UpgradeOperation['outcome']): Told => ({
  ...open(wave),
  step: 'done',
  outcome,
  verdict: outcome === 'success' ? 'success' : null,
});
/** Ended well, and no proof of a flash. */
const unchanged = (wave: number, verdict: 'not-needed' | 'same-build'): Told => ({ ...ended(wave, 'success'), verdict });

const batch: Pick<UpgradeBatch, 'rollout' | 'acknowledged'> = {
  rollout: { canary: 1, wave: 2, stopAfterCanary: 1, stopAfterWave: 2 },
  acknowledged: {},
};

/** Those whose turn it is, by their place. */
const turns = (operations: Told[], acknowledged: UpgradeBatch['acknowledged'] = {}) =>
  operations.flatMap((one, index) =>
    one.step !== 'done' && mayBegin({ ...batch, acknowledged }, operations, one) ? [index] : [],
  );

it.each<[string, Told[], number[], PausedFor | undefined, ReturnType<typeof endOf>]>([
  ['nothing has ended', [open(0), open(1)], [0], undefined, undefined],
  ['the first lives', [ended(0, 'success'), open(1), open(2)], [1], undefined, undefined],
  ['the first fails', [ended(0, 'failed'), open(1)], [], { wave: 0, failed: 1 }, undefined],
  ['the first is cancelled', [ended(0, 'cancelled'), open(1)], [], { unproved: 0 }, undefined],
  [
    'one of two first ones is cancelled and one lives',
    [ended(0, 'cancelled'), ended(0, 'success'), open(1)],
    [2],
    undefined,
    undefined,
  ],
  ['the first is away', [away(0), open(1)], [0], undefined, undefined],
  ['nothing was sent to the first', [unchanged(0, 'not-needed'), open(1)], [], undefined, undefined],
  ['nothing was sent to the first, and it was all', [unchanged(0, 'not-needed')], [], undefined, 'success'],
  [
    'nothing was sent to one of two first ones, and the other lives',
    [unchanged(0, 'not-needed'), ended(0, 'success'), open(1)],
    [2],
    undefined,
    undefined,
  ],
  [
    'nothing was sent to one of two first ones, and the other was cancelled',
    [unchanged(0, 'not-needed'), ended(0, 'cancelled'), open(1)],
    [],
    { unproved: 0 },
    undefined,
  ],
  ['the first restarted with the build that it had', [unchanged(0, 'same-build'), open(1)], [], { unproved: 0 }, undefined],
  ['one is back of a later wave than one that is at work', [ended(0, 'success'), open(1), away(2)], [1], undefined, undefined],
  [
    'one is back of a later wave than others that are away',
    [ended(0, 'success'), away(1), away(2)],
    [1, 2],
    undefined,
    undefined,
  ],
  [
    'one is back of an earlier wave than one that is at work',
    [ended(0, 'success'), away(1), open(2)],
    [1, 2],
    undefined,
    undefined,
  ],
  ['one of a wave fails', [ended(0, 'success'), ended(1, 'aborted'), open(1)], [2], undefined, undefined],
  ['two of a wave fail', [ended(1, 'aborted'), ended(1, 'failed'), open(2)], [2], { wave: 1, failed: 2 }, undefined],
  ['one of a wave is away', [ended(0, 'success'), away(1), open(2)], [1, 2], undefined, undefined],
  ['there is no first one', [open(1), open(2)], [0], undefined, undefined],
  ['all have ended well', [ended(0, 'success')], [], undefined, 'success'],
  ['one was cancelled', [ended(0, 'success'), ended(1, 'cancelled')], [], undefined, 'cancelled'],
  ['one failed', [ended(1, 'failed'), ended(1, 'cancelled')], [], undefined, 'failed'],
])('where %s, a batch knows whose turn it is, and whether to pause', (_what, operations, turn, pause, end) => {
  expect([turns(operations), endOf(operations) ? undefined : pauseFor(batch, operations), endOf(operations)]).toEqual([
    turn,
    pause,
    end,
  ]);
});

it.each<[string, Told[], UpgradeBatch['acknowledged']]>([
  ['failed', [ended(0, 'failed'), open(1)], { 0: 1 }],
  ['proved nothing', [ended(0, 'cancelled'), open(1)], { 0: 0 }],
])(
  'a batch does not pause a second time for a first device that %s, once a person has gone on over it',
  (_what, operations, acknowledged) => {
    expect([pauseFor({ ...batch, acknowledged }, operations), turns(operations, acknowledged)]).toEqual([undefined, [1]]);
  },
);

it.each<[string, Told[], [away: number, instead: number] | undefined]>([
  ['nobody where the first is there', [open(0), open(1)], undefined],
  ['the next that has not begun where the first is away', [away(0), open(2), open(1)], [0, 2]],
  ['nobody once a first one has lived', [ended(0, 'success'), away(0), open(1)], undefined],
  ['nobody while another first one is there', [away(0), open(0), open(1)], undefined],
  ['the one that is tried again sooner where all are away', [away(0, 100), away(1, 50)], [0, 1]],
  ['nobody where the first is tried again sooner', [away(0, 50), away(1, 100)], undefined],
])('goes first in place of a device that is away: %s', (_what, operations, expected) => {
  const pair = standIn(batch, operations);
  expect(pair && [operations.indexOf(pair.away), operations.indexOf(pair.instead)]).toEqual(expected);
});

it.each<[string, Told[], number[]]>([
  ['nobody while a first one is there', [unchanged(0, 'not-needed'), open(0), open(1)], []],
  ['nobody once one has lived', [unchanged(0, 'not-needed'), ended(0, 'success'), open(1)], []],
  ['nobody where one restarted with the build that it had', [unchanged(0, 'same-build'), open(1)], []],
  ['the next that is there', [unchanged(0, 'not-needed'), away(1), open(2), open(3)], [2]],
  ['the next where all others are away', [unchanged(0, 'not-needed'), away(2), away(1)], [2]],
  ['nobody where there is no other', [unchanged(0, 'not-needed'), unchanged(1, 'not-needed')], []],
])('goes first where nothing was sent to the first ones, as that proves nothing: %s', (_what, operations, expected) => {
  expect(nextFirst(batch, operations).map((one) => operations.indexOf(one))).toEqual(expected);
});

it('as many go first then as there were to be first ones', () => {
  const operations = [unchanged(0, 'not-needed'), unchanged(0, 'not-needed'), open(1), open(1), open(2)];
  const two = { ...batch, rollout: { ...batch.rollout, canary: 2 } };
  expect(nextFirst(two, operations)).toEqual([operations[2], operations[3]]);
});

it('counts what its operations came to', () => {
  expect(countsOf([ended(0, 'failed'), open(1)])).toEqual({ total: 2, succeeded: 0, failed: 1, aborted: 0, cancelled: 0 });
});

import { expect, it } from 'vitest';
import type { PausedFor, UpgradeBatch, UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { countsOf, endOf, mayBegin, pauseFor, standIn } from './batch-state.ts';

type Told = Pick<UpgradeOperation, 'wave' | 'step' | 'outcome' | 'pending' | 'dueAt'>;

const open = (wave: number): Told => ({ wave, step: 'queued', outcome: null, pending: false, dueAt: null });
const away = (wave: number, dueAt = 0): Told => ({ ...open(wave), pending: true, dueAt });
const ended = (wave: number, outcome: UpgradeOperation['outcome']): Told => ({ ...open(wave), step: 'done', outcome });

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

it('counts what its operations came to', () => {
  expect(countsOf([ended(0, 'failed'), open(1)])).toEqual({ total: 2, succeeded: 0, failed: 1, aborted: 0, cancelled: 0 });
});

import { expect, it } from 'vitest';
import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { inTurn, isShownBy, shareOf, shownState, toneOf, wavesOf } from './operation-state.ts';

const operation = {
  step: 'queued',
  outcome: null,
  verdict: null,
  pending: false,
  dueAt: null,
  cancelRequested: false,
  attempt: 0,
} as const;

it.each<[string, Partial<UpgradeOperation>, object, string]>([
  ['waits', {}, { kind: 'step', step: 'queued' }, 'neutral'],
  ['is at work', { step: 'uploading', attempt: 1 }, { kind: 'step', step: 'uploading' }, 'busy'],
  ['is tried again', { attempt: 1, dueAt: 7 }, { kind: 'again', at: 7 }, 'warn'],
  ['waits for its device', { attempt: 5, dueAt: 7, pending: true }, { kind: 'away' }, 'neutral'],
  ['is being cancelled', { step: 'uploading', cancelRequested: true }, { kind: 'cancelling' }, 'neutral'],
  ['has its proof', { step: 'done', outcome: 'success', verdict: 'success' }, { kind: 'verdict', verdict: 'success' }, 'good'],
  ['has no proof', { step: 'done', outcome: 'success', verdict: 'same-build' }, { kind: 'verdict' }, 'warn'],
  ['had nothing to do', { step: 'done', outcome: 'success', verdict: 'not-needed' }, { verdict: 'not-needed' }, 'good'],
  ['was stopped by a check', { step: 'done', outcome: 'aborted', verdict: 'rejected-untouched' }, { kind: 'verdict' }, 'warn'],
  ['is not back', { step: 'done', outcome: 'failed', verdict: 'unreachable' }, { verdict: 'unreachable' }, 'warn'],
  ['runs the old one again', { step: 'done', outcome: 'failed', verdict: 'rebooted-old' }, { kind: 'verdict' }, 'bad'],
  ['failed before any evidence', { step: 'done', outcome: 'failed' }, { kind: 'outcome', outcome: 'failed' }, 'bad'],
  ['was cancelled', { step: 'done', outcome: 'cancelled' }, { kind: 'outcome', outcome: 'cancelled' }, 'neutral'],
])('shows an operation that %s', (_what, given, state, tone) => {
  expect(shownState({ ...operation, ...given })).toMatchObject(state);
  expect(toneOf({ ...operation, ...given })).toBe(tone);
});

it('moves with the bytes of an upload, and never back from step to step', () => {
  const at = (step: UpgradeOperation['step'], sent = 0) =>
    shareOf({ step, sent, image: { size: 100 } as UpgradeOperation['image'] });
  const way = [
    at('queued'),
    at('preflight'),
    at('uploading'),
    at('uploading', 50),
    at('uploading', 100),
    at('testing'),
    at('done'),
  ];
  expect(way).toEqual([...way].sort((a, b) => a - b));
  expect(way.at(-1)).toBe(1);
  expect(at('uploading', 500)).toBe(at('verifying'));
});

it('keeps rows in their turn, numbers in names as numbers', () => {
  const named = (id: string, wave: number, deviceName: string) => ({ id, wave, deviceName, step: 'queued' as const });
  const rows = [named('1', 1, 'AP 10'), named('2', 1, 'AP 9'), named('3', 0, 'Roof'), named('4', 1, 'AP 9')];
  expect(inTurn(rows).map(({ id }) => id)).toEqual(['3', '2', '4', '1']);
});

it('counts what each wave has come to', () => {
  const one = (wave: number, step: UpgradeOperation['step'], outcome: UpgradeOperation['outcome'] = null) => ({
    wave,
    step,
    outcome,
  });
  expect(wavesOf([one(1, 'uploading'), one(0, 'done', 'success'), one(1, 'done', 'aborted'), one(1, 'queued')])).toEqual([
    { number: 0, total: 1, ended: 1, succeeded: 1, bad: 0, running: 0 },
    { number: 1, total: 3, ended: 1, succeeded: 0, bad: 1, running: 1 },
  ]);
});

it.each([
  ['all', [true, true, true]],
  ['open', [true, false, false]],
  ['bad', [false, false, true]],
] as const)('shows by “%s” what it says', (filter, shown) => {
  const rows = [
    { step: 'queued', outcome: null },
    { step: 'done', outcome: 'success' },
    { step: 'done', outcome: 'failed' },
  ] as const;
  expect(rows.map((row) => isShownBy(filter, row))).toEqual(shown);
});

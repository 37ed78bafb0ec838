import { expect, it } from 'vitest';
import { UpgradePolicy } from '../../../shared/contract/upgrade-policy.ts';
import { USUAL_POLICY } from '../../../shared/values/usual-policy.ts';
import { draftOf, type PolicyField, type PolicyMistake, readPolicy } from './policy-draft.ts';

const usual = draftOf(USUAL_POLICY);

it('shows what holds in words that are read back as the same', () => {
  expect(usual).toEqual({
    atOnce: '5',
    retries: '4',
    firstWait: '1 min',
    longestWait: '10 min',
    prepareWithin: '25 min',
    backWithin: '10 min',
  });
  for (const policy of [USUAL_POLICY, { ...USUAL_POLICY, firstWait: 0, longestWait: 90_000, backWithin: 1_500 }])
    expect(readPolicy(draftOf(policy))).toEqual({ kind: 'ready', policy });
});

it.each<[text: string, milliseconds: number]>([
  ['90 s', 90_000],
  ['90s', 90_000],
  [' 2 MIN ', 120_000],
  ['1,5 h', 5_400_000],
  ['0.5 min', 30_000],
  ['24 h', 86_400_000],
])('takes “%s” for %d ms', (text, milliseconds) => {
  expect(readPolicy({ ...usual, backWithin: text })).toMatchObject({ kind: 'ready', policy: { backWithin: milliseconds } });
});

const count = (least: number, most: number): PolicyMistake => ({ kind: 'count', least, most });
it.each<[field: PolicyField, text: string, mistake: PolicyMistake]>([
  ['atOnce', '0', count(1, 100)],
  ['atOnce', '101', count(1, 100)],
  ['retries', '1.5', count(0, 20)],
  ['retries', '', count(0, 20)],
  ['backWithin', '10', { kind: 'time' }],
  ['backWithin', '0 s', { kind: 'time' }],
  ['prepareWithin', '25 h', { kind: 'time' }],
  ['firstWait', 'soon', { kind: 'time' }],
  ['longestWait', '59 s', { kind: 'order' }],
])('refuses for %s: “%s”', (field, text, mistake) => {
  expect(readPolicy({ ...usual, [field]: text })).toEqual({ kind: 'wrong', mistakes: { [field]: mistake } });
});

it('refuses nothing that the engine takes, and takes nothing that it refuses', () => {
  const { shape } = UpgradePolicy;
  for (const atOnce of [0, 1, 100, 101])
    expect(readPolicy({ ...usual, atOnce: String(atOnce) }).kind === 'ready').toBe(shape.atOnce.safeParse(atOnce).success);
  for (const backWithin of [999, 1_000, 86_400_000, 86_400_001])
    expect(readPolicy({ ...usual, backWithin: `${backWithin} ms` }).kind === 'ready').toBe(
      shape.backWithin.safeParse(backWithin).success,
    );
});

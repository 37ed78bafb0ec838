import { expect, it } from 'vitest';
import type { UpgradePlan } from '../../../shared/contract/upgrades.ts';
import { emptyDraft, type PlanDraft, readinessOf, risksOf } from './plan-draft.ts';

const NOW = Date.parse('2026-11-21T12:00');
const draft = (given: Partial<PlanDraft> = {}): PlanDraft => ({ ...emptyDraft, build: 'b1', ...given });

it('asks for all devices in waves after a first one, with no option, unless somebody says otherwise', () => {
  expect(readinessOf(draft(), NOW)).toEqual({
    kind: 'ready',
    choice: {
      build: 'b1',
      firmwareless: true,
      rollout: { canary: 1, wave: 10, stopAfterCanary: 1, stopAfterWave: 2 },
      wishes: {
        options: {},
        reinstall: false,
        backup: true,
        mayStopServices: true,
        mayStopWifi: false,
        persistent: false,
      },
    },
  });
});

it.each<[string, Partial<PlanDraft>, object]>([
  ['no build', { build: '' }, { kind: 'nothing-chosen' }],
  ['a build where an image is meant', { by: 'image' }, { kind: 'nothing-chosen' }],
  ['chosen devices, and none chosen', { who: 'chosen' }, { kind: 'nothing-chosen' }],
  ['no first device', { counts: { ...emptyDraft.counts, canary: '0' } }, { kind: 'ready' }],
  ['waves of none', { counts: { ...emptyDraft.counts, wave: '0' } }, { kind: 'wrong', fields: ['wave'] }],
  ['a word for a number', { counts: { ...emptyDraft.counts, canary: 'one' } }, { kind: 'wrong', fields: ['canary'] }],
  ['too many at a time', { counts: { ...emptyDraft.counts, wave: '1001' } }, { kind: 'wrong', fields: ['wave'] }],
  ['a time that has passed', { when: 'at', at: '2026-11-21T11:59' }, { kind: 'wrong', fields: ['at'] }],
  ['no time yet', { when: 'at' }, { kind: 'wrong', fields: ['at'] }],
  ['a time to come', { when: 'at', at: '2026-11-21T22:00' }, { choice: { startAt: Date.parse('2026-11-21T22:00') } }],
  ['chosen devices', { who: 'chosen', devices: ['d1'] }, { choice: { devices: ['d1'] } }],
  ['an image and filters', { by: 'image', image: 'i1', group: 'Roof' }, { choice: { image: 'i1', group: 'Roof' } }],
])('is this far with %s', (_what, given, expected) => {
  expect(readinessOf(draft(given), NOW)).toMatchObject(expected);
});

it.each<[string, Partial<PlanDraft>, string[], object[]]>([
  ['nothing', {}, [], []],
  ['an unidentified device', {}, ['board-unchecked'], []],
  ['an older release', {}, ['downgrade'], [{ kind: 'downgrade', devices: 1 }]],
  [
    'all of it',
    { options: { n: true, F: true }, reinstall: true, mayStopWifi: true },
    ['downgrade'],
    [{ kind: 'drop-config' }, { kind: 'force' }, { kind: 'reinstall' }, { kind: 'downgrade', devices: 1 }, { kind: 'wifi' }],
  ],
])('wants a yes of its own for each risk of %s', (_what, given, warnings, risks) => {
  const planned = [{ warnings }] as UpgradePlan['planned'];
  expect(risksOf(draft(given), { planned })).toEqual(risks);
});

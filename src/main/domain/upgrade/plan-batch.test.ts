import { expect, it } from 'vitest';
import type { FirmwareImage } from '../../../shared/contract/images.ts';
import { Rollout } from '../../../shared/contract/upgrades.ts';
import { type Candidate, type Choice, planBatch } from './plan-batch.ts';

const device: Candidate = {
  id: 'd1',
  name: 'Roof',
  host: '192.168.1.1',
  port: 22,
  credentials: ['c1'],
  active: true,
  board: 'example,ap-1-v2',
  model: null,
  description: null,
  group: null,
  location: null,
  firmware: null,
  busyWith: null,
};

const facts = { boards: ['example,ap-1-v2'], boardsFrom: 'image', version: '22.03.5' };
const image = { id: 'i1', name: 'a.bin', build: 'b1', category: 'c1', type: 't', facts } as FirmwareImage;

const choice: Choice = {
  devices: undefined,
  group: undefined,
  location: undefined,
  firmwareless: true,
  reinstall: false,
  rollout: Rollout.parse({}),
  images: [image],
  chosen: false,
  build: { version: '22.03.5', os: null, category: 'c1', categoryName: 'Access points' },
};
const ofCategory = (category: string) => ({ image: 'i0', category, categoryName: 'Customer X', type: 't', installed: true });

it.each([
  ['a newer release', 'OpenWrt 23.05.5 r24106-10cc5fcd00', ['downgrade']],
  ['a newer service release', 'OpenWrt 22.03.10 r20200-0000000000', ['downgrade']],
  ['an older release', 'OpenWrt 21.02.7 r16847-f8282da11e', []],
  ['the same release', 'OpenWrt 22.03.5 r20134-5f15225c1e', []],
  ['a snapshot', 'OpenWrt SNAPSHOT r25000-aaaaaaaaaa', []],
  ['nobody knows what', null, []],
])('warns of a way back where a device runs %s', (_what, description, warnings) => {
  const { planned } = planBatch([{ ...device, description }], choice);
  expect(planned.map((one) => one.warnings)).toEqual([warnings]);
});

it.each<[string, Partial<Candidate>, Partial<Choice>, string]>([
  ['is given its image where it never had one', {}, {}, 'firmwareless'],
  ['is given its image where it had one of this category', { firmware: ofCategory('c1') }, {}, 'related'],
  ['is left alone where it has one of another category', { firmware: ofCategory('c2') }, {}, 'upgrade.other-category'],
  ['is so too where it is named', { firmware: ofCategory('c2') }, { devices: ['d1'] }, 'upgrade.other-category'],
  ['is so too by a batch of one image', { firmware: ofCategory('c2') }, { chosen: true }, 'upgrade.other-category'],
  [
    'changes its category where a person names both it and its image',
    { firmware: ofCategory('c2') },
    { devices: ['d1'], chosen: true },
    'chosen',
  ],
  ['is not even meant where only related ones are', { firmware: ofCategory('c2') }, { firmwareless: false }, ''],
])('a device %s', (_what, more, wish, expected) => {
  const { planned, skipped } = planBatch([{ ...device, ...more }], { ...choice, ...wish });
  expect([...planned.map(({ because }) => because), ...skipped.map(({ failure }) => failure.code)].join()).toBe(expected);
});

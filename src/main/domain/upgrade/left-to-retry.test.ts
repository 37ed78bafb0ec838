import { expect, it } from 'vitest';
import type { UpgradeOperation } from '../../../shared/contract/upgrades.ts';
import { leftToRetry } from './left-to-retry.ts';

type Told = readonly [id: string, batch: string, device: string, build: string, outcome: UpgradeOperation['outcome']];

const operation = ([id, batch, device, build, outcome]: Told) =>
  ({ id, batch, device, outcome, image: { build } }) as UpgradeOperation;

it.each<[string, Told[], string[]]>([
  [
    'what failed and what was aborted',
    [
      ['1', 'b', 'd1', 'x', 'failed'],
      ['2', 'b', 'd2', 'x', 'aborted'],
    ],
    ['1', '2'],
  ],
  [
    'nothing that succeeded or was cancelled',
    [
      ['1', 'b', 'd1', 'x', 'success'],
      ['2', 'b', 'd2', 'x', 'cancelled'],
    ],
    [],
  ],
  [
    'nothing that another batch has done since',
    [
      ['1', 'b', 'd1', 'x', 'failed'],
      ['2', 'c', 'd1', 'x', 'success'],
    ],
    [],
  ],
  [
    'what another batch tried in vain since',
    [
      ['1', 'b', 'd1', 'x', 'failed'],
      ['2', 'c', 'd1', 'x', 'failed'],
    ],
    ['1'],
  ],
  [
    'what had succeeded before, and then failed',
    [
      ['1', 'c', 'd1', 'x', 'success'],
      ['2', 'b', 'd1', 'x', 'failed'],
    ],
    ['2'],
  ],
  [
    'what was given another build since',
    [
      ['1', 'b', 'd1', 'x', 'failed'],
      ['2', 'c', 'd1', 'y', 'success'],
    ],
    ['1'],
  ],
  [
    'what succeeded on another device',
    [
      ['1', 'b', 'd1', 'x', 'failed'],
      ['2', 'c', 'd2', 'x', 'success'],
    ],
    ['1'],
  ],
])('leaves %s', (_what, told, left) => {
  expect(leftToRetry('b', told.map(operation)).map(({ id }) => id)).toEqual(left);
});

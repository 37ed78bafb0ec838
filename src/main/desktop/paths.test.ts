import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { dataDirFrom } from './paths.ts';

it.each([
  ['none', [], '/home/u/.config/provdesk'],
  ['apart', ['.', '--data', '/d'], '/d'],
  ['joined', ['.', '--data=/d=1'], '/d=1'],
  ['relative', ['--data', 'd'], resolve('d')],
  ['cut off', ['.', '--data'], '/home/u/.config/provdesk'],
  ['empty', ['--data='], '/home/u/.config/provdesk'],
])('finds the data folder where its flag is %s', (_what, argv, found) => {
  expect(dataDirFrom(argv, '/home/u/.config')).toBe(found);
});

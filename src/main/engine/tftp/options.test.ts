import { expect, it } from 'vitest';
import { agreeOnOptions } from './options.ts';

const SIZE = 5000;

it.each<[string, Record<string, string>, number, number | null, Record<string, string>]>([
  ['nothing asked', {}, 512, null, {}],
  ['blksize', { blksize: '1024' }, 1024, null, { blksize: '1024' }],
  ['the smallest blksize', { blksize: '8' }, 8, null, { blksize: '8' }],
  ['a blksize above ours', { blksize: '65464' }, 1468, null, { blksize: '1468' }],
  ['tsize', { tsize: '0' }, 512, null, { tsize: '5000' }],
  ['timeout in seconds', { timeout: '3' }, 512, 3000, { timeout: '3' }],
  [
    'all of them',
    { tsize: '0', blksize: '512', timeout: '255' },
    512,
    255_000,
    { tsize: '5000', blksize: '512', timeout: '255' },
  ],
  ['unknown options', { multicast: '', foo: 'bar' }, 512, null, {}],
  ['a windowsize of 0', { windowsize: '0' }, 512, null, {}],
  ['a windowsize of 65536', { windowsize: '65536' }, 512, null, {}],
  ['a blksize of 7', { blksize: '7' }, 512, null, {}],
  ['a blksize of 65465', { blksize: '65465' }, 512, null, {}],
  ['a blksize of 1e3', { blksize: '1e3' }, 512, null, {}],
  ['a negative blksize', { blksize: '-1' }, 512, null, {}],
  ['an empty blksize', { blksize: '' }, 512, null, {}],
  ['a timeout of 0', { timeout: '0' }, 512, null, {}],
  ['a timeout of 256', { timeout: '256' }, 512, null, {}],
  ['a bad option beside a good one', { blksize: '7', tsize: '0' }, 512, null, { tsize: '5000' }],
])('agrees on %s', (_, asked, blockSize, timeout, acknowledged) => {
  const agreement = agreeOnOptions(new Map(Object.entries(asked)), SIZE, 1468);
  expect(agreement).toEqual({ blockSize, window: 1, timeout, acknowledged: new Map(Object.entries(acknowledged)) });
});

it.each([
  ['1', 1],
  ['8', 8],
  ['16', 16],
  ['65535', 16],
])('agrees on a windowsize of %s as %i', (asked, window) => {
  const agreement = agreeOnOptions(new Map([['windowsize', asked]]), SIZE, 1468);
  expect(agreement).toMatchObject({ window, acknowledged: new Map([['windowsize', String(window)]]) });
});

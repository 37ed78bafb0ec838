import { expect, it } from 'vitest';
import { yealink } from './yealink.ts';

const MAC = '80-5E-C0-AA-BB-CC';

/** The order in which it asks, where these paths exist. */
function asks(model: string, version: string, existing: readonly string[] = []): string[] {
  const phone = yealink(model, { mac: MAC, version });
  const asked: { path: string; received: boolean }[] = [];
  for (let path = phone.nextFile(asked); path !== undefined; path = phone.nextFile(asked))
    asked.push({ path, received: existing.includes(path) });
  return asked.map(({ path }) => path);
}

it.each([
  [
    'boot files first, from version 81 on',
    'T46U',
    '108.86.0.20',
    [],
    ['/805ec0aabbcc.boot', '/y000000000000.boot', '/y000000000108.cfg', '/805ec0aabbcc.cfg'],
  ],
  [
    'no second boot file, where its own exists',
    'T46U',
    '108.86.0.20',
    ['/805ec0aabbcc.boot'],
    ['/805ec0aabbcc.boot', '/y000000000108.cfg', '/805ec0aabbcc.cfg'],
  ],
  ['only configurations before version 81', 'T46G', '28.72.0.1', [], ['/y000000000028.cfg', '/805ec0aabbcc.cfg']],
])('asks for %s', (_, model, version, existing, expected) => {
  expect(asks(model, version, existing)).toEqual(expected);
});

it('says who it is as the vendor does', () => {
  expect(yealink('T46U', { mac: MAC, version: '108.86.0.20' }).userAgent).toBe('Yealink SIP-T46U 108.86.0.20 80:5e:c0:aa:bb:cc');
});

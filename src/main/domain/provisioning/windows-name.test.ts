import { expect, it } from 'vitest';
import { meansSomethingElseOnWindows } from './windows-name.ts';

it.each([
  'CON',
  'nul.cfg',
  'sub/COM1',
  'lpt9.txt.bak',
  'com¹',
  'CONIN$',
  'aux .cfg',
  'a.cfg::$DATA',
  'a.cfg:hidden',
  'C:',
  'C:a.cfg',
  'a.cfg.',
  'a.cfg ',
  'sub./a.cfg',
  '.../a.cfg',
  'a?.cfg',
  'a*',
])('%s is no file there', (path) => {
  expect(meansSomethingElseOnWindows(path)).toBe(true);
});

it.each(['a.cfg', 'console.cfg', 'com10', 'null', 'sub/aux1.cfg', '.hidden', 'T46U(T43U,T42U)[1].rom', 'a b.cfg', 'é.cfg'])(
  '%s is a file like any other',
  (path) => {
    expect(meansSomethingElseOnWindows(path)).toBe(false);
  },
);

import { describe, expect, it } from 'vitest';
import { parseMac } from './mac.ts';
import { parseSize } from './size.ts';
import { compareVersions } from './version.ts';

describe('parseMac', () => {
  it.each(['80:5e:c0:aa:bb:cc', '80-5E-C0-AA-BB-CC', '805ec0aabbcc', '805E.C0AA.BBCC', ' 805EC0AABBCC '])('reads %j', (text) => {
    expect(parseMac(text)).toBe('80:5e:c0:aa:bb:cc');
  });
  it.each(['', '805ec0aabbc', '80:5e:c0:aa:bb', '80:5e-c0:aa:bb:cc', 'gg5ec0aabbcc', '000000000000', 'ffffffffffff', '8.05E+11'])(
    'refuses %j',
    (text) => {
      expect(parseMac(text)).toBeUndefined();
    },
  );
});

describe('compareVersions', () => {
  it.each([
    ['1.9', '1.10'],
    ['1.4.9', '1.4.11'],
    ['1.0', '1.0.1'],
    ['1.0-dev1', '1.0'],
    ['1.0-rc1', '1.0-rc2'],
    ['1.0', '1.0-2'],
    ['9.9', '1:0.1'],
    ['8.7.3', '10.1.141.13'],
    ['wazo-yealink-v9', 'wazo-yealink-v86'],
    ['1.0a', '1.0'],
    ['99999999999999999999', '100000000000000000000'],
  ])('%s comes before %s', (older, newer) => {
    expect(Math.sign(compareVersions(older, newer))).toBe(-1);
    expect(Math.sign(compareVersions(newer, older))).toBe(1);
  });
  it.each([
    ['1.0', '1.0'],
    ['1.01', '1.1'],
    ['0:1', '1'],
    ['1.0', '1-0'],
  ])('%s reads the same as %s', (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
  });
});

describe('parseSize', () => {
  it.each<[string, number]>([
    ['1048576', 1_048_576],
    ['20GB', 20_000_000_000],
    ['20 gb', 20_000_000_000],
    ['1.5TB', 1_500_000_000_000],
    ['1,5 MB', 1_500_000],
    ['512MiB', 536_870_912],
    [' 3 kB ', 3000],
    ['10B', 10],
  ])('reads %j', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });
  it.each(['', '0', '-1', '1e9', 'GB', '20 XB', '1.2.3', 'none', '99999999999 TB', '0.0000001'])('refuses %j', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });
});

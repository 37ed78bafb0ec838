import { describe, expect, it } from 'vitest';
import type { PackageFile, PackageSummary } from '../../../shared/contract/packages.ts';
import { planOf } from './install-plan.ts';

const file = (name: string, size: number, state: PackageFile['state'] = 'remote'): PackageFile => ({ name, size, state });
const aPackage = (id: string, files: PackageFile[], change: Partial<PackageSummary> = {}): PackageSummary => ({
  plugin: 'p',
  id,
  version: '2',
  descriptions: {},
  size: 0,
  files,
  served: [],
  ...change,
});

describe('planOf', () => {
  it('leaves out what is there in its present version, and takes what is outdated', () => {
    const plan = planOf(
      [aPackage('a', [], { installedVersion: '2' }), aPackage('b', [], { installedVersion: '1' }), aPackage('c', [])],
      0,
    );
    expect(plan.packages.map((each) => each.id)).toEqual(['b', 'c']);
  });

  it('counts a file that two packages of a plugin share once, and nothing that is here', () => {
    const plan = planOf(
      [aPackage('a', [file('x', 10), file('y', 5, 'here')]), aPackage('b', [file('x', 10), file('z', 3)])],
      1000,
    );
    expect([plan.packages.map((each) => each.toFetch), plan.toFetch]).toEqual([[10, 13], 13]);
  });

  it('names what someone must bring', () => {
    expect(planOf([aPackage('a', [file('gated.zip', 10, 'bring')])], 0).packages[0]).toMatchObject({
      missing: ['gated.zip'],
      toFetch: 0,
    });
  });

  it.each([
    [1000, 2000, true],
    [1001, 2000, false],
    [0, 0, true],
  ])('%i bytes to fetch with %i free fit: %s', (size, free, fits) => {
    expect(planOf([aPackage('a', [file('x', size)])], free).fits).toBe(fits);
  });
});

import { expect, it } from 'vitest';
import type { PackageSummary } from '../../../shared/contract/packages.ts';
import { wantedFiles } from './wanted-files.ts';

const aPackage = (id: string, files: PackageSummary['files'], given: Partial<PackageSummary> = {}): PackageSummary => ({
  plugin: 'p',
  id,
  version: '1',
  descriptions: {},
  size: 0,
  files,
  served: [],
  ...given,
});
const bring = (name: string, size = 5) => ({ name, size, state: 'bring' as const });

it('tells each file once, with all who need it', () => {
  const [a, b] = [aPackage('a', [bring('x.zip')]), aPackage('b', [bring('x.zip'), bring('c.zip')], { plugin: 'q' })];
  expect(wantedFiles([a, b])).toEqual([
    { name: 'c.zip', size: 5, packages: [b] },
    { name: 'x.zip', size: 5, packages: [a, b] },
  ]);
});

it('takes files of one name and another size for two', () => {
  expect(wantedFiles([aPackage('a', [bring('x.zip')]), aPackage('b', [bring('x.zip', 6)])])).toHaveLength(2);
});

it.each<[string, PackageSummary]>([
  ['a file that can be downloaded', aPackage('a', [{ name: 'x', size: 1, state: 'remote' }])],
  ['a file that is here', aPackage('a', [{ name: 'x', size: 1, state: 'here' }])],
  ['what an installed package was made of', aPackage('a', [bring('x')], { installedVersion: '1' })],
])('does not ask for %s', (_what, pkg) => {
  expect(wantedFiles([pkg])).toEqual([]);
});

it('asks for what a newer version of an installed package needs', () => {
  expect(wantedFiles([aPackage('a', [bring('x')], { installedVersion: '0' })])).toHaveLength(1);
});

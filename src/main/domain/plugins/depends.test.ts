import { expect, it } from 'vitest';
import { withDependencies } from './depends.ts';
import { parsePackages } from './pkgs-db.ts';

const text = (depends: Record<string, string>) =>
  Object.entries(depends)
    .map(([id, needs]) => `[pkg_${id}]\nversion: 1\ndescription: d\ndepends: ${needs}\n`)
    .join('\n');
const packagesOf = (depends: Record<string, string>) => parsePackages([{ name: 'pkgs.db', text: text(depends) }]);

it.each([
  ['none', { a: '', b: '' }, ['a'], ['a']],
  ['a chain', { a: 'b', b: 'c', c: '' }, ['a'], ['c', 'b', 'a']],
  ['a diamond', { a: 'b c', b: 'd', c: 'd', d: '' }, ['a'], ['d', 'b', 'c', 'a']],
  ['a circle', { a: 'b', b: 'a' }, ['a'], ['b', 'a']],
  ['itself', { a: 'a' }, ['a'], ['a']],
  ['what was asked for already', { a: 'b', b: '' }, ['b', 'a'], ['b', 'a']],
])('brings what is depended on first: %s', (_what, depends, ids, expected) => {
  expect(withDependencies(ids, packagesOf(depends).packages)).toEqual(expected);
});

it('a package that needs one that is not there is broken, by name', () => {
  const { packages, broken } = packagesOf({ a: 'gone', b: '', c: 'a' });
  expect(packages.map((each) => each.id)).toEqual(['b']);
  expect([...broken].map(([id, { reason }]) => [id, reason])).toEqual([
    ['a', 'it depends on gone, which does not exist or is broken'],
    ['c', 'it depends on a, which does not exist or is broken'],
  ]);
});

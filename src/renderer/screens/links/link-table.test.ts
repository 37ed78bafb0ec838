import { expect, it } from 'vitest';
import type { Link } from '../../../shared/contract/links.ts';
import { countStates, filterLinks, linkKey, oldestCheck } from './link-table.ts';

const aLink = (given: Partial<Link>): Link => ({
  url: 'http://vendor.example/a.zip',
  plugin: 'wazo-yealink-v86',
  package: 'T46U-fw',
  file: 'a.zip',
  installed: true,
  state: 'alive',
  ...given,
});
const links = [
  aLink({ state: 'dead', url: 'http://gone.example/b.zip', checkedAt: 300 }),
  aLink({ state: 'unchecked', plugin: 'wazo-snom-10' }),
  aLink({ checkedAt: 200 }),
];

it.each([
  ['all', '', 3],
  ['dead', '', 1],
  ['all', 'GONE', 1],
  ['all', 'snom a.zip', 1],
  ['alive', 'snom', 0],
] as const)('keeps of %s with %j so many: %d', (filter, query, count) => {
  expect(filterLinks(links, filter, query)).toHaveLength(count);
});

it('counts, and tells since when the oldest answer stands', () => {
  expect(countStates(links)).toEqual({ dead: 1, unchecked: 1, alive: 1 });
  expect(oldestCheck(links)).toBe(200);
  expect(oldestCheck([aLink({})])).toBeUndefined();
});

it('tells apart who shares an address', () => {
  expect(new Set([...links, aLink({ package: 'T48U-fw' }), aLink({ installed: false })].map(linkKey)).size).toBe(5);
});

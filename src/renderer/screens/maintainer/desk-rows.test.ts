import { expect, it } from 'vitest';
import type { Channel } from '../../../shared/contract/repo.ts';
import { deskRows, outdatedIndexes } from './desk-rows.ts';

const folders = { source: '/src', testing: '/t', stable: '/s', archive: '/a' };
const empty: Channel = { exists: true, plugins: [], broken: [] };
const channel = (id: string, offered: string | null, ...versions: string[]): Channel => ({
  ...empty,
  plugins: [{ id, offered, versions: versions.map((version) => ({ version, filename: `${id}-${version}.tar.gz`, size: 1 })) }],
});

it.each([
  ['1.10', '1.9', { testing: 'stable' }],
  ['1.9', '1.10', {}],
  ['1.9', '1.9', {}],
])('with %s in testing and %s in stable may go: %j', (testing, stable, promotions) => {
  const found = { testing: channel('acme', testing, testing), stable: channel('acme', stable, stable), archive: empty };
  const [row] = deskRows([], found, { ...folders, archive: null });
  expect(row?.promotions).toEqual(promotions);
});

it('knows every plugin, wherever it lies, and what comes next for it', () => {
  const sources = [{ plugin: 'b', version: '2', problems: [] }];
  const found = { testing: channel('a', '1', '2', '1'), stable: empty, archive: empty };
  const rows = deskRows(sources, found, folders);
  expect(rows).toMatchObject([
    {
      id: 'a',
      isNewer: false,
      places: { testing: { version: '2', others: ['1'], notOffered: true } },
      promotions: { testing: 'stable' },
    },
    { id: 'b', isNewer: true, promotions: {} },
  ]);
  expect(outdatedIndexes(rows)).toEqual(['testing']);
});

import { expect, it } from 'vitest';
import { comparePlugins, type PluginState } from './compare-plugins.ts';
import { parsePackages } from './pkgs-db.ts';

function state(
  version: string,
  archiveBytes: number,
  packages: Record<string, { version: string; digest: string; url?: string }>,
): PluginState {
  const text = Object.entries(packages).map(
    ([id, each]) => `[pkg_${id}]
version: ${each.version}
description: d
files: ${id}
[file_${id}]
url: ${each.url ?? 'http://h/'}${id}
size: 10
sha1sum: ${each.digest.repeat(40)}
`,
  );
  return { version, archiveBytes, packages: parsePackages([{ name: 'pkgs.db', text: text.join('') }]).packages };
}

it('tells versions, sizes, and packages added, removed and changed', () => {
  const before = state('1.9', 100, {
    kept: { version: '1', digest: 'a' },
    raised: { version: '1.9', digest: 'b' },
    gone: { version: '1', digest: 'c' },
    refilled: { version: '1', digest: 'd' },
  });
  const after = state('1.10', 90, {
    kept: { version: '1', digest: 'a', url: 'http://mirror/' },
    raised: { version: '1.10', digest: 'e' },
    new: { version: '1', digest: 'f' },
    refilled: { version: '1', digest: '1' },
  });
  expect(comparePlugins('x', before, after)).toEqual({
    id: 'x',
    before: { version: '1.9', archiveBytes: 100, firmwareBytes: 40 },
    after: { version: '1.10', archiveBytes: 90, firmwareBytes: 40 },
    added: [{ id: 'new', version: '1' }],
    removed: [{ id: 'gone', version: '1' }],
    changed: [
      { id: 'raised', before: '1.9', after: '1.10', sameVersion: false },
      { id: 'refilled', before: '1', after: '1', sameVersion: true },
    ],
  });
});

it('tells a plugin that was not there as one whose packages are all new', () => {
  expect(comparePlugins('x', null, state('1', 5, { a: { version: '1', digest: 'a' } }))).toMatchObject({
    before: null,
    added: [{ id: 'a', version: '1' }],
    removed: [],
    changed: [],
  });
});

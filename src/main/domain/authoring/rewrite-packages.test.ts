import { describe, expect, it } from 'vitest';
import { applyMeasures, filesOf, type PackageWish, rewritePackages } from './rewrite-packages.ts';

const SHA1 = '0123456789abcdef0123456789abcdef01234567';
const TEXT = `# kept
[pkg_a]
description: A 1.0.9
version: 1.0.9
files: one shared
install: i

[pkg_b]
description: B
version: 1.0.9
files: two shared
install: i

[file_one]
url: http://h/1.0.9/a-1.0.9.rom
size: 1
sha1sum: ${SHA1}

[file_two]
filename: b 1.0.9.rom
url:
size: 1
sha1sum: ${SHA1}

[file_shared]
url: http://h/common-1.0.9.zip
size: 1
sha1sum: ${SHA1}

[install_i]
a-b: cp *1.0.9.rom firmware/
`;

function changedLines(wish: Partial<PackageWish>): string[] {
  const [source] = rewritePackages([{ name: 'pkgs.db', text: TEXT }], {
    versions: new Map(),
    replace: [],
    files: new Map(),
    ...wish,
  });
  const before = TEXT.split('\n');
  return (source?.text ?? '').split('\n').filter((line) => !before.includes(line));
}

describe('rewritePackages', () => {
  const rows: { what: string; wish: Partial<PackageWish>; changed: string[] }[] = [
    {
      what: 'one package’s version, description and own files, not those that another keeps',
      wish: { versions: new Map([['a', '1.0.10']]) },
      changed: ['description: A 1.0.10', 'version: 1.0.10', 'url: http://h/1.0.10/a-1.0.10.rom'],
    },
    {
      what: 'a shared file once all its packages go to the same version',
      wish: {
        versions: new Map([
          ['a', '2'],
          ['b', '2'],
        ]),
      },
      changed: [
        'description: A 2',
        'version: 2',
        'version: 2',
        'url: http://h/2/a-2.rom',
        'filename: b 2.rom',
        'url: http://h/common-2.zip',
      ],
    },
    {
      what: 'a replaced text in versions, descriptions, addresses, names and procedures',
      wish: { replace: [{ from: '1.0.9', to: '3' }] },
      changed: [
        'description: A 3',
        'version: 3',
        'version: 3',
        'url: http://h/3/a-3.rom',
        'filename: b 3.rom',
        'url: http://h/common-3.zip',
        'a-b: cp *3.rom firmware/',
      ],
    },
    {
      what: 'an address, and the name where it no longer follows from it',
      wish: {
        files: new Map([
          ['one', { url: 'https://h/get?id=7', filename: 'a.rom' }],
          ['two', { filename: 'b 1.0.9.rom' }],
        ]),
      },
      changed: ['url: https://h/get?id=7', 'filename: a.rom'],
    },
    {
      what: 'no name that the address gives already',
      wish: { files: new Map([['one', { url: 'https://h/a.rom', filename: 'a.rom' }]]) },
      changed: ['url: https://h/a.rom'],
    },
  ];
  it.each(rows)('changes $what', ({ wish, changed }) => {
    expect(changedLines(wish)).toEqual(changed);
  });
});

it('writes sizes and digests of measured files only', () => {
  const measured = applyMeasures([{ name: 'pkgs.db', text: TEXT }], new Map([['two', { size: 77, sha1sum: 'f'.repeat(40) }]]));
  expect([...filesOf(measured).values()].map(({ id, size, digest }) => `${id} ${size} ${digest.hex.slice(0, 4)}`)).toEqual([
    'one 1 0123',
    'two 77 ffff',
    'shared 1 0123',
  ]);
});

import { describe, expect, it } from 'vitest';
import { checkPlugin, type PluginTexts } from './check-plugin.ts';

const SHA1 = '0123456789abcdef0123456789abcdef01234567';
const INFO = '{\n  "version": "1.0",\n  "description": "d",\n  "capabilities": { "Acme, D10, 1": {} }\n}';
const PKGS = `[pkg_p]
version: 1
description: d
files: f
install: i
[file_f]
url: http://h/f.rom
size: 10
sha1sum: ${SHA1}
[install_i]
a-b: cp $FILE1 firmware/
`;
const sound: PluginTexts = { info: INFO, packages: [{ name: 'pkgs.db', text: PKGS }], hasEntry: true, notUtf8: [] };
const withPkgs = (text: string): Partial<PluginTexts> => ({ packages: [{ name: 'pkgs.db', text }] });

function check(texts: Partial<PluginTexts>): string[] {
  return checkPlugin({ ...sound, ...texts }).map(({ file, line, severity, reason }) => `${file}:${line}: ${severity}: ${reason}`);
}

describe('checkPlugin', () => {
  it('has nothing to say of a sound plugin', () => {
    expect(check({})).toEqual([]);
  });

  const rows: { what: string; texts: Partial<PluginTexts>; expected: string[] }[] = [
    { what: 'no plugin-info', texts: { info: null }, expected: ['plugin-info:1: error: it is missing'] },
    {
      what: 'no entry.py',
      texts: { hasEntry: false },
      expected: ['entry.py:1: warning: it is missing: provd cannot load the plugin, Provdesk can'],
    },
    {
      what: 'JSON that is none',
      texts: { info: '{\n "a": 1,\n}' },
      expected: [expect.stringMatching(/^plugin-info:3: error: it is not JSON/) as string],
    },
    {
      what: 'a version that is none',
      texts: { info: INFO.replace('"1.0"', '7') },
      expected: ['plugin-info:2: error: “version” is not a version'],
    },
    {
      what: 'a key twice',
      texts: { info: INFO.replace('"d",', '"d",\n  "version": "2",') },
      expected: ['plugin-info:4: error: “version” appears twice'],
    },
    {
      what: 'a model that is none',
      texts: { info: INFO.replace('Acme, D10, 1', 'Acme D10') },
      expected: ['plugin-info:4: warning: “Acme D10” is not “vendor, model, version”, so the model is not known'],
    },
    {
      what: 'another interface',
      texts: { info: INFO.replace('{', '{"plugin_iface_version_min": 9,') },
      expected: ['plugin-info:1: error: it needs another plugin interface than 0.2'],
    },
    {
      what: 'bytes that are no text',
      texts: { notUtf8: ['pkgs/pkgs.db'] },
      expected: ['pkgs/pkgs.db:1: error: it is not UTF-8'],
    },
    {
      what: 'a line of no grammar',
      texts: withPkgs(`${PKGS}nonsense\n`),
      expected: ['pkgs/pkgs.db:12: error: neither a [section] nor a “key: value” line'],
    },
    {
      what: 'a digest that is none, where it stands and whom it hits',
      texts: withPkgs(PKGS.replace(SHA1, 'x')),
      expected: [
        'pkgs/pkgs.db:1: error: package p: file f: “sha1sum” is not a digest: x',
        'pkgs/pkgs.db:6: error: “sha1sum” is not a digest: x',
      ],
    },
    {
      what: 'an operation that does not exist',
      texts: withPkgs(PKGS.replace('cp $FILE1', 'mv $FILE1')),
      expected: [
        'pkgs/pkgs.db:1: error: package p: [install_i] line 11: “a-b” uses an operation that does not exist: “mv”',
        'pkgs/pkgs.db:11: error: “a-b” uses an operation that does not exist: “mv”',
      ],
    },
    {
      what: 'one local name in two packages',
      texts: withPkgs(
        `${PKGS}[pkg_q]\nversion: 1\ndescription: d\nfiles: g\n[file_g]\nurl: ftp://other/f.rom\nsize: 1\nsha1sum: ${SHA1}\n`,
      ),
      expected: ['pkgs/pkgs.db:16: error: [file_f] has the same file name, f.rom'],
    },
    {
      what: 'what no package uses, and an MD5',
      texts: withPkgs(`${PKGS}[file_g]\nurl: http://h/g\nsize: 1\nsha1sum: ${SHA1.slice(8)}\n`),
      expected: [
        'pkgs/pkgs.db:12: warning: “sha1sum” is an MD5: provd can never verify it',
        'pkgs/pkgs.db:12: warning: no package uses [file_g]',
      ],
    },
  ];
  it.each(rows)('tells $what', ({ texts, expected }) => {
    expect(check(texts)).toEqual(expected);
  });
});

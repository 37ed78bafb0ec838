import { describe, expect, it } from 'vitest';
import { parseIni } from './ini.ts';
import { parsePackages } from './pkgs-db.ts';

const SHA1 = '0123456789abcdef0123456789abcdef01234567';
const FILE = `[file_f]\nurl: http://h/dir/f.rom\nsize: 10\nsha1sum: ${SHA1}\n`;
const INSTALL = '[install_i]\na-b: cp $FILE1 firmware/\n';
const PKG = '[pkg_p]\nversion: 1\ndescription: d\nfiles: f\ninstall: i\n';

function parse(text: string) {
  return parsePackages([{ name: 'pkgs.db', text }]);
}

describe('parsePackages', () => {
  it('resolves a package with its file, procedure and variables', () => {
    const { packages, broken, problems } = parse(`${PKG}description_fr: le d\n${FILE}${INSTALL}`);
    expect({ broken: [...broken], problems }).toEqual({ broken: [], problems: [] });
    expect(packages).toEqual([
      {
        id: 'p',
        version: '1',
        descriptions: { '': 'd', fr: 'le d' },
        depends: [],
        files: [{ id: 'f', filename: 'f.rom', url: 'http://h/dir/f.rom', size: 10, digest: { algorithm: 'sha1', hex: SHA1 } }],
        procedure: {
          id: 'i',
          steps: [{ name: 'a-b', source: 'a', destination: 'b', operation: 'cp', args: ['$FILE1', 'firmware/'], leaf: true }],
        },
        variables: new Map([['FILE1', 'f.rom']]),
      },
    ]);
  });

  it.each([
    ['default', undefined],
    ['auth', undefined],
    ['acme-portal', 'acme-portal'],
  ])('takes the downloader %s, and names one that we do not have: %s', (downloader, foreignDownloader) => {
    const { packages, broken } = parse(`${PKG}${FILE}downloader: ${downloader}\n${INSTALL}`);
    expect([packages[0]?.files[0]?.foreignDownloader, broken.size]).toEqual([foreignDownloader, 0]);
  });

  it('merges several files and tells a section that is in two of them', () => {
    const merged = parsePackages([
      { name: 'one', text: PKG },
      { name: 'two', text: INSTALL + FILE },
    ]);
    expect([merged.packages.map((each) => each.id), merged.problems]).toEqual([['p'], []]);
    const { packages, problems } = parsePackages([
      { name: 'one', text: PKG + FILE },
      { name: 'two', text: INSTALL + FILE },
    ]);
    expect(packages).toEqual([]);
    expect(problems.map(({ file, reason }) => `${file}: ${reason}`)).toEqual(['two: [file_f] is also in another file']);
  });

  it.each([
    ['its own section twice', `${PKG}${PKG}${FILE}${INSTALL}`, '[pkg_p] line 6: section [pkg_p] appears twice'],
    ['an option of it twice', `${PKG}version: 2\n${FILE}${INSTALL}`, '[pkg_p] line 6: “version” appears twice in [pkg_p]'],
    ['its file’s section twice', `${PKG}${FILE}${INSTALL}${FILE}`, '[file_f] line 12: section [file_f] appears twice'],
    ['its procedure twice', `${PKG}${FILE}${INSTALL}${INSTALL}`, '[install_i] line 12: section [install_i] appears twice'],
  ])('refuses a package with %s, and no other', (_what, text, reason) => {
    const other = '[pkg_other]\nversion: 1\ndescription: d\n';
    const { packages, broken } = parse(text + other);
    expect(packages.map(({ id }) => id)).toEqual(['other']);
    expect([...broken]).toEqual([['p', { version: '1', reason }]]);
  });

  const accepted: { what: string; text: string }[] = [
    { what: 'an empty version', text: PKG.replace('version: 1', 'version:') + FILE + INSTALL },
    { what: 'an empty address', text: `${PKG}${FILE.replace('url: http://h/dir/f.rom', 'url:\nfilename: f.rom')}${INSTALL}` },
    { what: 'an MD5 in place of a SHA-1', text: PKG + FILE.replace(SHA1, SHA1.slice(0, 32)) + INSTALL },
    { what: 'no procedure', text: PKG.replace('install: i\n', '') + FILE },
    {
      what: 'arguments of a procedure',
      text: `${PKG.replace('install: i', 'install: i sub/')}${FILE}[install_i]\na-b: cp $FILE1 x/\${ARG1}\n`,
    },
    { what: 'a file name with brackets, commas and spaces', text: `${PKG}${FILE}filename: T46U(T43U, T41U) v 1.rom\n${INSTALL}` },
  ];
  it.each(accepted)('accepts $what', ({ text }) => {
    const { packages, broken } = parse(text);
    expect([...broken]).toEqual([]);
    expect(packages).toHaveLength(1);
  });

  const refused: { what: string; text: string; reason: string }[] = [
    { what: 'no version', text: PKG.replace('version: 1\n', '') + FILE + INSTALL, reason: '“version” is missing' },
    { what: 'no description', text: PKG.replace('description: d\n', '') + FILE + INSTALL, reason: '“description” is missing' },
    { what: 'an id of its own', text: `${PKG}id: x\n${FILE}${INSTALL}`, reason: '“id” may not be given' },
    { what: 'a missing file', text: PKG + INSTALL, reason: 'file f: [file_f] does not exist' },
    { what: 'a missing procedure', text: PKG + FILE, reason: '[install_i] does not exist' },
    {
      what: 'a size that is none',
      text: PKG + FILE.replace('size: 10', 'size: -1') + INSTALL,
      reason: 'file f: “size” is not a number of bytes: -1',
    },
    {
      what: 'a digest that is none',
      text: PKG + FILE.replace(SHA1, 'xyz') + INSTALL,
      reason: 'file f: “sha1sum” is not a digest: xyz',
    },
    {
      what: 'a file name that climbs',
      text: `${PKG}${FILE}filename: ../x\n${INSTALL}`,
      reason: 'file f: “../x” is not a plain file name',
    },
    {
      what: 'a variable without a value',
      text: PKG + FILE + INSTALL.replace('$FILE1', '$FILE2'),
      reason: '[install_i] a-b: $FILE2 has no value',
    },
    {
      what: 'two files of one name',
      text: `${PKG.replace('files: f', 'files: f g')}${FILE}${FILE.replace('file_f', 'file_g')}${INSTALL}`,
      reason: 'two files are named f.rom',
    },
  ];
  it.each(refused)('reports a package with $what by name', ({ text, reason }) => {
    expect([...parse(text).broken]).toEqual([['p', { version: expect.any(String), reason }]]);
  });

  it('lets a broken package hide no other', () => {
    const other = PKG.replace('pkg_p', 'pkg_q').replace('files: f', 'files: gone');
    const { packages, broken } = parse(PKG + other + FILE + INSTALL);
    expect([packages.map((each) => each.id), [...broken.keys()]]).toEqual([['p'], ['q']]);
  });

  it('tells a section of an unknown kind', () => {
    expect(parse(`${PKG}${FILE}${INSTALL}[other]\nx: 1\n`).problems).toMatchObject([
      { section: 'other', reason: '[other] is none of pkg_, file_, install_' },
    ]);
  });
});

describe('whatever a pkgs.db holds', () => {
  const whole = `${PKG}${FILE}${INSTALL}[pkg_q]\nversion: 2\ndescription: e\nfiles: f\n  g\ninstall: i x\n[file_g]\nurl:\nfilename: g (1).bin\nsize: 5\nsha1sum: ${SHA1}\n`;

  it('10,000 mutated texts never throw, and every package that comes out is whole', () => {
    const random = generator(20261121);
    const pieces = [
      '[',
      ']',
      ':',
      '=',
      '\n',
      ' ',
      '\t',
      '$FILE1',
      '$',
      '{',
      '}',
      'a-b',
      '..',
      '/',
      '\0',
      '\uFEFF',
      'pkg_',
      'é',
      '-1',
      '9'.repeat(30),
    ];
    for (let round = 0; round < 10_000; round += 1) {
      let text = whole;
      for (let edits = 1 + (random() % 4); edits > 0; edits -= 1) {
        const at = random() % (text.length + 1);
        const gone = random() % 12;
        text = text.slice(0, at) + (pieces[random() % pieces.length] ?? '') + text.slice(at + gone);
      }
      for (const each of parse(text).packages) {
        const plain = each.files.every(
          (file) =>
            file.filename !== '' && !/[/\\]/.test(file.filename) && file.filename !== '..' && Number.isSafeInteger(file.size),
        );
        if (!plain || each.procedure?.steps.some((step) => step.destination === 'a')) throw new Error(JSON.stringify(text));
      }
    }
  });

  it('written out again, it reads the same', () => {
    const { sections } = parseIni(whole);
    const written = sections
      .map((section) =>
        [
          `[${section.name}]`,
          ...[...section.options].map(([key, { value }]) => `${key} = ${value.replaceAll('\n', '\n\t')}`),
        ].join('\n'),
      )
      .join('\n\n');
    expect(parse(written)).toEqual(parse(whole));
  });
});

/** A small generator of numbers, the same at every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}

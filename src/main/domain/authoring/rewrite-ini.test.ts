import { describe, expect, it } from 'vitest';
import { parseIni } from '../plugins/ini.ts';
import { type IniEdit, rewriteIni } from './rewrite-ini.ts';

const at = (key: string, value: string, section = 's'): IniEdit => ({ section, key, value });

describe('rewriteIni', () => {
  const rows: { what: string; text: string; edits: IniEdit[]; expected: string }[] = [
    { what: 'a value', text: '[s]\na: 1\nb: 2\n', edits: [at('b', '3')], expected: '[s]\na: 1\nb: 3\n' },
    {
      what: 'nothing around it',
      text: '# c\n\n[s]\n; c\n a  =  1\n\n[t]\na: 1\n',
      edits: [at('a', '2')],
      expected: '# c\n\n[s]\n; c\n a  =  2\n\n[t]\na: 1\n',
    },
    { what: 'a key however it is spelled', text: '[s]\nURL : x:y\n', edits: [at('url', 'z:y')], expected: '[s]\nURL : z:y\n' },
    { what: 'an empty value', text: '[s]\nurl:\nb: 2', edits: [at('url', 'http://h/')], expected: '[s]\nurl: http://h/\nb: 2' },
    { what: 'a value to an empty one', text: '[s]\nurl: x\n', edits: [at('url', '')], expected: '[s]\nurl:\n' },
    {
      what: 'line ends as they were',
      text: '[s]\r\na: 1\r\nb: 2',
      edits: [at('a', '9'), at('b', '8')],
      expected: '[s]\r\na: 9\r\nb: 8',
    },
    {
      what: 'each line of a value that goes on',
      text: '[s]\na: v1\n  # c\n\n  v2\nb: 1\n',
      edits: [at('a', 'w1\n\nw2')],
      expected: '[s]\na: w1\n  # c\n\n  w2\nb: 1\n',
    },
    {
      what: 'a value that begins on the next line',
      text: '[s]\na:\n  v1\n  v2\n',
      edits: [at('a', 'w1\nw2')],
      expected: '[s]\na:\n  w1\n  w2\n',
    },
    {
      what: 'a value that no longer goes on',
      text: '[s]\na: v1\n  v2\nb: 1\n',
      edits: [at('a', 'w')],
      expected: '[s]\na: w\nb: 1\n',
    },
    {
      what: 'an option that was not there, behind the first',
      text: '[s]\nurl = x\n  y\nsize = 1\n',
      edits: [at('filename', 'f g')],
      expected: '[s]\nurl = x\n  y\nfilename = f g\nsize = 1\n',
    },
    {
      what: 'an option that was not there, at the very end',
      text: '[s]\nurl: x',
      edits: [at('filename', 'f')],
      expected: '[s]\nurl: x\nfilename: f',
    },
    { what: 'an empty section', text: '[s]\n[t]\n', edits: [at('a', '1')], expected: '[s]\na: 1\n[t]\n' },
    { what: 'no section of another file', text: '[s]\na: 1\n', edits: [at('a', '2', 'elsewhere')], expected: '[s]\na: 1\n' },
  ];
  it.each(rows)('changes $what', ({ text, edits, expected }) => {
    expect(rewriteIni(text, edits)).toBe(expected);
  });

  it('is read back as what was asked for, whatever stood around', () => {
    const text = '; a\n[s]\nx = 1\n    2\n\n# b\n   3\ny:\n[t]\nz: 1\n';
    const rewritten = rewriteIni(text, [at('x', 'one'), at('y', 'two'), at('new', 'three'), at('z', '4', 't')]);
    const { sections, problems } = parseIni(rewritten);
    expect(problems).toEqual([]);
    expect(sections.map(({ name, options }) => [name, ...[...options].map(([key, { value }]) => `${key}=${value}`)])).toEqual([
      ['s', 'x=one', 'new=three', 'y=two'],
      ['t', 'z=4'],
    ]);
    expect(rewritten).toContain('# b\n');
  });

  it('changes what it is asked to and nothing else, in any text', () => {
    const pieces = [
      '[s]',
      '[t]',
      'a: 1',
      'b = 2 3',
      ' c:',
      '  x',
      '\tlong: y',
      '# z',
      '; z',
      '',
      '   ',
      'd:',
      'nonsense',
      'É: é',
    ];
    let seed = 11;
    const next = (count: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * count);
    };
    const read = (text: string) =>
      parseIni(text).sections.flatMap(({ name, options }) => [...options].map(([key, { value }]) => [name, key, value] as const));
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from({ length: 1 + next(12) }, () => `${pieces[next(pieces.length)]}${['\n', '\r\n'][next(2)]}`).join(
        '',
      );
      const before = read(text);
      const chosen = before[next(before.length)];
      if (!chosen) continue;
      const [section, key] = chosen;
      const expected = before.map((option) => (option === chosen ? [section, key, 'new value'] : option));
      expect({ text, after: read(rewriteIni(text, [at(key, 'new value', section)])) }).toEqual({ text, after: expected });
    }
  });

  it('leaves a text byte for byte where nothing is asked', () => {
    const text = '\uFEFF[s]\r\na: 1\n\r\n\tb\r; c';
    expect(rewriteIni(text, [])).toBe(text);
  });
});

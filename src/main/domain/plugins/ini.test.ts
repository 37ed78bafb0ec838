import { describe, expect, it } from 'vitest';
import { parseIni } from './ini.ts';

function read(text: string) {
  const { sections, problems } = parseIni(text);
  return {
    sections: Object.fromEntries(
      sections.map((section) => [section.name, Object.fromEntries([...section.options].map(([key, { value }]) => [key, value]))]),
    ),
    problems: problems.map(({ line, reason }) => `${line}: ${reason}`),
  };
}

describe('parseIni', () => {
  const rows: { what: string; text: string; sections: object; problems?: string[] }[] = [
    { what: 'both separators', text: '[a]\nx: 1\ny = 2', sections: { a: { x: '1', y: '2' } } },
    { what: 'the first separator of a line', text: '[a]\nurl: http://h/p?a=b', sections: { a: { url: 'http://h/p?a=b' } } },
    { what: 'option names in lower case', text: '[A]\nFooBar: Baz', sections: { A: { foobar: 'Baz' } } },
    { what: 'an empty value', text: '[a]\nversion:\nnext: 1', sections: { a: { version: '', next: '1' } } },
    { what: 'comments on lines of their own', text: '# c\n[a]\n; c\n  # c\nx: 1 # kept', sections: { a: { x: '1 # kept' } } },
    {
      what: 'values that go on over indented lines',
      text: '[a]\nfiles: one\n  two\n\tthree\nx: 1',
      sections: { a: { files: 'one\ntwo\nthree', x: '1' } },
    },
    { what: 'blank lines around', text: '\n[a]\n\nx: 1\n\n\n[b]\ny: 2\n', sections: { a: { x: '1' }, b: { y: '2' } } },
    { what: 'CR LF and a byte order mark', text: '\uFEFF[a]\r\nx: 1\r\n', sections: { a: { x: '1' } } },
    { what: 'no interpolation', text: '[a]\nx: %(y)s ${z} $FILE1', sections: { a: { x: '%(y)s ${z} $FILE1' } } },
    {
      what: 'a section twice',
      text: '[a]\nx: 1\n[a]\ny: 2',
      sections: { a: { x: '1' } },
      problems: ['3: section [a] appears twice'],
    },
    { what: 'an option twice', text: '[a]\nx: 1\nX: 2', sections: { a: { x: '1' } }, problems: ['3: “x” appears twice in [a]'] },
    {
      what: 'a line that is neither',
      text: '[a]\nnonsense\nx: 1',
      sections: { a: { x: '1' } },
      problems: ['2: neither a [section] nor a “key: value” line'],
    },
    {
      what: 'an option before any section',
      text: 'x: 1\n[a]',
      sections: { a: {} },
      problems: ['1: “x” stands before any [section]'],
    },
  ];
  it.each(rows)('reads $what', ({ text, sections, problems = [] }) => {
    expect(read(text)).toEqual({ sections, problems });
  });

  it('never throws, whatever the text', () => {
    const pieces = ['[', ']', 'a', ':', '=', '\n', ' ', '\t', '#', ';', '\r', '\0', 'é', '[x]\n', 'k: v\n'];
    let seed = 7;
    for (let round = 0; round < 2000; round += 1) {
      let text = '';
      for (let i = 0; i < 30; i += 1) {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        text += pieces[seed % pieces.length];
      }
      expect(() => parseIni(text)).not.toThrow();
    }
  });
});

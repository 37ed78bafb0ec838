import { describe, expect, it } from 'vitest';
import { jsonStrings, rewriteJsonStrings } from './json-strings.ts';

describe('jsonStrings', () => {
  const rows: { what: string; json: string; expected: string[] }[] = [
    {
      what: 'keys and values with their lines',
      json: '{\n "a": "x",\n "b": 1\n}',
      expected: ['2 key a', '2 value a', '3 key b'],
    },
    {
      what: 'objects in objects',
      json: '{"a":{"b":{"c":"x"}},"d":"y"}',
      expected: ['1 key a', '1 key a/b', '1 key a/b/c', '1 value a/b/c', '1 key d', '1 value d'],
    },
    {
      what: 'objects in lists, each at its place',
      json: '{"a":[{"b":1},{"b":2}]}',
      expected: ['1 key a', '1 key a/0/b', '1 key a/1/b'],
    },
    { what: 'values in lists', json: '["x",["y","z"]]', expected: ['1 value 0', '1 value 1/0', '1 value 1/1'] },
    {
      what: 'brackets, quotes and colons in strings',
      json: '{"a":"]}\\":,","b":": "}',
      expected: ['1 key a', '1 value a', '1 key b', '1 value b'],
    },
  ];
  it.each(rows)('tells $what', ({ json, expected }) => {
    expect(jsonStrings(json).map(({ line, kind, path }) => `${line} ${kind} ${path.join('/')}`)).toEqual(expected);
  });
});

describe('rewriteJsonStrings', () => {
  it('keeps every byte around what it changes', () => {
    const json = '\uFEFF{\r\n\t"a" : "1" ,\r\n\t"é\\u00e9": [ "1", true ]\r\n}';
    expect(rewriteJsonStrings(json, ({ text, path }) => (path[0] === 'a' && text === '1' ? '2 "q"' : text))).toBe(
      json.replace('"1"', '"2 \\"q\\""'),
    );
  });
});

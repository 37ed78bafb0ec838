import { describe, expect, it } from 'vitest';
import { modelReplacements, nextVersion, rewriteInfo } from './rewrite-info.ts';

it.each([
  ['1.4.9', '1.4.10'],
  ['1.4.99', '1.4.100'],
  ['2.0-rc1', '2.0-rc2'],
  ['1.0.1a', '1.0.2a'],
  ['dev', 'dev.1'],
  ['99999999999999999999', '100000000000000000000'],
])('raises %s to %s', (version, next) => {
  expect(nextVersion(version)).toBe(next);
});

it('changes versions and descriptions of a plugin-info, and nothing else', () => {
  const info =
    '{ "version" : "1.0",\n  "description": "for v86", "vendor": "v86",\n  "capabilities": {"Acme, D1.0, 1.0": {"lines": 2}, "Acme, v86, v86": {}} }\n';
  const wish = { version: '1.1', replace: [{ from: 'v86', to: 'v87' }], models: [{ from: '1.0', to: '2.0' }] };
  expect(rewriteInfo(info, wish)).toBe(
    '{ "version" : "1.1",\n  "description": "for v87", "vendor": "v86",\n  "capabilities": {"Acme, D1.0, 2.0": {"lines": 2}, "Acme, v86, v87": {}} }\n',
  );
});

describe('modelReplacements', () => {
  const rows: { what: string; before: Record<string, string>; after: Record<string, string>; expected: object[] }[] = [
    { what: 'a version that its only package leaves', before: { a: '1' }, after: { a: '2' }, expected: [{ from: '1', to: '2' }] },
    { what: 'no version that a package keeps', before: { a: '1', b: '1' }, after: { a: '2', b: '1' }, expected: [] },
    { what: 'no version that packages leave apart', before: { a: '1', b: '1' }, after: { a: '2', b: '3' }, expected: [] },
    { what: 'no empty version', before: { a: '' }, after: { a: '2' }, expected: [] },
  ];
  it.each(rows)('tells $what', ({ before, after, expected }) => {
    expect(modelReplacements(new Map(Object.entries(before)), new Map(Object.entries(after)))).toEqual(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { maintainersDesk } from '../../../../test/app/site-repo.ts';
import { carriedOver, emptyDraft, fileRows, suggestedId, toMeasure, versionGroups, wishOf, withUrl } from './draft.ts';

const { source: shown, preview } = maintainersDesk();
const draft = { ...emptyDraft(shown), newId: 'next', versions: { '108.86.0.45': '108.87.0.20' } };

it.each([
  ['snom-8.7.3.25', { '8.7.3.25': '8.7.5.1' }, 'snom-8.7.5.1'],
  ['snom-18.7.3.25', { '8.7.3.25': '8.7.5.1' }, 'snom-18.7.3.25'],
  ['snom-8.7.3.25', { '8.7.3.2': '8.8' }, 'snom-8.7.3.25'],
  ['snom-v86', { '8.7': '8.8' }, 'snom-v86'],
  ['snom-8.7', { '8.7': '' }, 'snom-8.7'],
])('of %s with %j makes the id %s', (id, versions, expected) => {
  expect(suggestedId(id, versions)).toBe(expected);
});

it('asks each version once', () => {
  const packages = [
    { id: 'a', version: '1', files: [] },
    { id: 'b', version: '2', files: [] },
    { id: 'c', version: '1', files: [] },
  ];
  expect(versionGroups({ ...shown, packages })).toEqual([
    { version: '1', packages: ['a', 'c'] },
    { version: '2', packages: ['b'] },
  ]);
});

describe('the wish', () => {
  it('holds only what changes, and never has an address downloaded', () => {
    const content = { size: 1, sha1sum: 'ab'.repeat(20) };
    const settled = {
      ...draft,
      versions: { ...draft.versions, '1.0': ' ' },
      urls: { lang: ' http://h/lang.zip ' },
      contents: { 'T46U-fw': content },
    };
    expect(wishOf('/src', shown, settled)).toEqual({
      source: '/src',
      id: 'wazo-yealink-v86',
      newId: 'next',
      version: '1.11',
      packageVersions: [{ package: 'T46U_T43U-fw', version: '108.87.0.20' }],
      files: [
        { file: 'lang', leaveOpen: true, url: 'http://h/lang.zip' },
        { file: 'T46U-fw', leaveOpen: true, content },
      ],
    });
  });
});

describe('files', () => {
  const rows = fileRows(shown, preview);

  it('are those of the packages that change, with the address that they get', () => {
    expect(rows).toEqual([{ id: 'T46U-fw', filename: 'T46U-108.87.0.20.zip', url: 'http://fw.example/T46U-108.87.0.20.zip' }]);
  });

  it('are downloaded where nobody brought them, and only where that is wanted', () => {
    const content = { filename: 'a.rom', size: 1, sha1sum: 'ab'.repeat(20) };
    expect(toMeasure(rows, draft)).toEqual(rows);
    expect(toMeasure(rows, { ...draft, contents: { 'T46U-fw': content } })).toEqual([]);
    expect(toMeasure(rows, { ...draft, download: false })).toEqual([]);
    expect(toMeasure(rows, { ...draft, urls: { 'T46U-fw': ' ' } })).toEqual([]);
  });

  it('stay as they were brought after a look back, unless their package keeps its version after all', () => {
    const measured = { size: 1, sha1sum: 'ab'.repeat(20) };
    const brought = { ...measured, filename: 'a.rom' };
    const former = {
      ...draft,
      urls: { 'T46U-fw': 'http://h/' },
      contents: { 'T46U-fw': brought, lang: brought, 'W70B-fw': measured },
    };
    expect(carriedOver(former, { ...former, newId: 'other' }, rows)).toEqual({
      ...former,
      newId: 'other',
      contents: { 'T46U-fw': brought },
    });
    const otherVersions = carriedOver(former, { ...former, versions: { '108.86.0.45': '109' } }, rows);
    expect(otherVersions).toMatchObject({ urls: {}, contents: { 'T46U-fw': brought } });
    const fetched = { ...former, contents: { 'T46U-fw': measured } };
    expect(carriedOver(fetched, { ...fetched, versions: {} }, rows).contents).toEqual({});
  });

  it('are measured anew at another address, unless they were brought', () => {
    const measured = { size: 1, sha1sum: 'ab'.repeat(20) };
    const brought = { ...measured, filename: 'a.rom' };
    expect(withUrl({ ...draft, contents: { a: measured } }, 'a', 'http://h/').contents).toEqual({});
    expect(withUrl({ ...draft, contents: { a: brought } }, 'a', 'http://h/').contents).toEqual({ a: brought });
  });
});

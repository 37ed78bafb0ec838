import { describe, expect, it } from 'vitest';
import {
  copyOperation,
  excludeOperation,
  includeOperation,
  isRefusal,
  overlay,
  type StepRefusal,
  type Tree,
  treeOf,
} from './tree.ts';

const SOURCE = treeOf(
  ['a.rom', 'b.rom', 'dir/c.rom', 'dir/sub/d.lang', 'other/GUI/e.lang', '.hidden', 'with space.rom', 'odd [1].rom'].map(
    (path) => [path, { kind: 'file', filePath: `/store/${path}`, size: 1 }] as const,
  ),
);

/** `path<source` of every file, folders left out. */
function files(result: Tree | StepRefusal): string[] | string {
  if (isRefusal(result)) return `refused: ${result.file}: ${result.expected}, ${result.actual}`;
  return [...result]
    .flatMap(([path, entry]) => (entry.kind === 'file' ? [`${path}<${entry.filePath.slice('/store/'.length)}`] : []))
    .sort();
}

describe('cp', () => {
  it.each([
    ['one file into a folder', ['a.rom', 'firmware/'], ['firmware/a.rom<a.rom']],
    ['one file under a name', ['a.rom', 'x/y.bin'], ['x/y.bin<a.rom']],
    ['several globs', ['a.*', 'dir/*.rom', 'f/'], ['f/a.rom<a.rom', 'f/c.rom<dir/c.rom']],
    ['into the root', ['a.rom', './'], ['a.rom<a.rom']],
    ['a folder under its own name', ['dir', 'x/'], ['x/dir/c.rom<dir/c.rom', 'x/dir/sub/d.lang<dir/sub/d.lang']],
    ['a glob through folders', ['*/GUI/*', 'lang/'], ['lang/e.lang<other/GUI/e.lang']],
    ['a name with brackets, written out', ['odd [1].rom', 'f/'], ['f/odd [1].rom<odd [1].rom']],
    ['a set', ['[ab].rom', 'f/'], ['f/a.rom<a.rom', 'f/b.rom<b.rom']],
    [
      'everything but hidden files',
      ['*.rom', 'f/'],
      ['f/a.rom<a.rom', 'f/b.rom<b.rom', 'f/odd [1].rom<odd [1].rom', 'f/with space.rom<with space.rom'],
    ],
  ])('copies %s', (_what, args, expected) => {
    expect(files(copyOperation(SOURCE, args))).toEqual(expected);
  });

  it.each([
    ['no match', ['*.bin', 'f/'], /at least one match/],
    ['two files for one name', ['*.rom', 'x'], /exactly one file/],
    ['a folder for a name', ['dir', 'x'], /a folder/],
    ['a climbing source', ['../*', 'f/'], /leads out/],
    ['an absolute source', ['/etc/passwd', 'f/'], /leads out/],
    ['a climbing destination', ['a.rom', '../f/'], /leads out/],
    ['an absolute destination', ['a.rom', '/etc/'], /leads out/],
    ['a destination on a drive', ['a.rom', 'C:/x/'], /leads out/],
  ])('refuses %s', (_what, args, message) => {
    expect(files(copyOperation(SOURCE, args))).toMatch(message);
  });
});

describe('include and exclude match the relative path, and * crosses /', () => {
  it.each([
    [
      'include *.rom',
      includeOperation(SOURCE, ['*.rom']),
      ['a.rom<a.rom', 'b.rom<b.rom', 'odd [1].rom<odd [1].rom', 'with space.rom<with space.rom'],
    ],
    [
      'include a folder with its children',
      includeOperation(SOURCE, ['dir']),
      ['dir/c.rom<dir/c.rom', 'dir/sub/d.lang<dir/sub/d.lang'],
    ],
    ['include: a folder that does not match is not entered', includeOperation(SOURCE, ['*.lang']), []],
    [
      'exclude *.lang in any folder',
      excludeOperation(SOURCE, ['*.lang', '.hidden', 'odd*', 'with*']),
      ['a.rom<a.rom', 'b.rom<b.rom', 'dir/c.rom<dir/c.rom'],
    ],
    ['exclude prunes a folder', excludeOperation(SOURCE, ['dir', 'other', '.*', '*[[]*', '* *']), ['a.rom<a.rom', 'b.rom<b.rom']],
  ])('%s', (_what, result, expected) => {
    expect(files(result)).toEqual(expected);
  });
});

describe('overlay', () => {
  it('lets the later leaf win', () => {
    const above = treeOf([['a.rom', { kind: 'file', filePath: '/store/new', size: 2 }]]);
    expect(files(overlay(SOURCE, above))).toContain('a.rom<new');
  });
  it('refuses a file where another leaf made a folder', () => {
    expect(files(overlay(SOURCE, treeOf([['dir', { kind: 'file', filePath: '/store/x', size: 1 }]])))).toMatch(/folder/);
  });
});

import { expect, it } from 'vitest';
import type { Operation, OperationItem } from './contract/operations.ts';
import { ProvdeskError } from './failures.ts';
import { operationLines } from './operation-lines.ts';

const failure = new ProvdeskError('packages.file-missing', { file: 'gated.rom' }).failure;
const item = (plugin: string | undefined, id: string, change: Partial<OperationItem> = {}): OperationItem => ({
  id,
  ...(plugin === undefined ? {} : { plugin }),
  state: 'success',
  files: [],
  ...change,
});
const lines = (plugin: string | undefined, items: OperationItem[], bytesHere = 0) =>
  operationLines({
    id: 'x',
    kind: 'packages.install-all',
    ...(plugin === undefined ? {} : { plugin }),
    state: 'partial',
    startedAt: 0,
    finishedAt: 65_400,
    items,
    bytes: 1_500_000,
    bytesHere,
    revision: 1,
  } satisfies Operation);

it.each<[string, string[], string[]]>([
  ['nothing was to be done', lines(undefined, []), ['Everything is installed already.']],
  [
    'of one plugin its name is not said',
    lines('p', [item('p', 'a')]),
    ['a: installed', '1 installed, 0 not, 1.5 MB downloaded, 1:05.'],
  ],
  [
    'of several it is, and what was here is told apart',
    lines(undefined, [item('p', 'a'), item('q', 'a')], 2000),
    ['p a: installed', 'q a: installed', '2 installed, 0 not, 1.5 MB downloaded, 2.0 kB were here already, 1:05.'],
  ],
  [
    'what did not succeed comes last, each with its reason',
    lines(undefined, [item('p', 'a', { state: 'failed', failure }), item('p', 'b', { state: 'cancelled' }), item('q', 'c')]),
    [
      'q c: installed',
      `p a: ${failure.message} [packages.file-missing]`,
      'p b: cancelled',
      '1 installed, 2 not, 1.5 MB downloaded, 1:05.',
    ],
  ],
  [
    'a plugin that is an item itself is named once',
    lines(undefined, [item('p', 'p', { state: 'failed', failure })]),
    [`p: ${failure.message} [packages.file-missing]`, '0 installed, 1 not, 1.5 MB downloaded, 1:05.'],
  ],
])('%s', (_what, told, expected) => {
  expect(told).toEqual(expected);
});

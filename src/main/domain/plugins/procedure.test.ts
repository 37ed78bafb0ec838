import { describe, expect, it } from 'vitest';
import { parseIni } from './ini.ts';
import { argumentsOf, type OperationName, parseProcedure, substitute } from './procedure.ts';

function parse(lines: string) {
  const [section] = parseIni(`[install_x]\n${lines}`).sections;
  if (!section) throw new Error('no section');
  return parseProcedure('x', section);
}

describe('parseProcedure', () => {
  it.each([
    ['a chain', 'b-c: cp x y\na-b: unzip $FILE1', ['a-b', 'b-c*']],
    ['a branch', 'a-b: unzip $FILE1\nb-c: cp x y\na-d: cp z w/', ['a-b', 'a-d*', 'b-c*']],
    ['word characters as ids', 'a-node_2: null', ['a-node_2*']],
  ])('orders %s so that sources come first, and knows the leaves', (_what, lines, expected) => {
    const procedure = parse(lines);
    if ('reason' in procedure) throw new Error(procedure.reason);
    expect(procedure.steps.map((step) => step.name + (step.leaf ? '*' : ''))).toEqual(expected);
  });

  it.each([
    ['b-a: null\na-b: null', /writes to a/],
    ['a-b: null\nb-b: null', /made twice/],
    ['a-b: null\na-b : null', /./],
    ['a-b: null\nc-d: cp x y', /nothing leads to/],
    ['c-d: cp x y\nd-c: cp x y\na-b: null', /nothing leads to/],
    ['b-c: null', /nothing is read from a/],
    ['a-b: bin x', /does not exist: “bin”/],
    ['a-b: cp only-one', /takes at least 2/],
    ['a-b: unzip a b', /takes 1 argument/],
    ['a-b: null x', /takes 0/],
    ['ab: null', /not of the form/],
  ])('refuses %j', (lines, reason) => {
    const [section] = parseIni(`[install_x]\n${lines}`).sections;
    const procedure = parse(lines);
    // An option written twice is the file's problem, not the procedure's: the first one stands.
    if (section?.options.size === 1 && lines.includes('a-b :')) return expect(procedure).not.toHaveProperty('reason');
    expect('reason' in procedure ? procedure.reason : '').toMatch(reason);
  });
});

describe('substitute', () => {
  const variables = new Map([
    ['FILE1', 'x (1).rom'],
    ['ARG1', 'sub/'],
  ]);
  it.each([
    ['$FILE1', { text: 'x (1).rom' }],
    ['firmware/${ARG1}$FILE1', { text: 'firmware/sub/x (1).rom' }],
    ['\\$FILE1', { text: '$FILE1' }],
    ['$FILE2', { unknown: '$FILE2' }],
    ['$', { unknown: '$' }],
    ['${}', { unknown: '${}' }],
    ['plain*.rom', { text: 'plain*.rom' }],
  ])('%s', (arg, expected) => {
    expect(substitute(arg, variables)).toEqual(expected);
  });
});

describe('argumentsOf', () => {
  const variables = new Map([
    ['FILE1', 'x[1]*?.rom'],
    ['ARG1', '*.rom'],
  ]);
  const step = (operation: OperationName, args: string[]) => ({
    name: 'a-b',
    source: 'a',
    destination: 'b',
    leaf: true,
    operation,
    args,
  });
  it.each<[OperationName, string[], string[]]>([
    ['cp', ['$FILE1', '$ARG1', '$FILE1'], ['x[[]1][*][?].rom', '*.rom', 'x[1]*?.rom']],
    ['unzip', ['$FILE1'], ['x[[]1][*][?].rom']],
    ['exclude', ['$FILE1', 'old*'], ['x[[]1][*][?].rom', 'old*']],
    ['unsign', ['$FILE1', '$FILE1'], ['x[[]1][*][?].rom', 'x[1]*?.rom']],
    ['null', [], []],
  ])('%s %j: a file’s name stands for that file alone where a pattern is meant', (operation, args, expected) => {
    expect(argumentsOf(step(operation, args), variables)).toEqual(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../test/builders/coded-failure.ts';
import { chain } from './chain.ts';
import { compile, statementFailed } from './statement.ts';
import { World } from './world.ts';

const run = async (code: string, objects: object = {}) => {
  const script = compile(code);
  return script && (await new World(objects).run(script));
};

describe('a statement', () => {
  const later = (value: unknown) => () => chain(Promise.resolve(value));
  it.each<[string, unknown]>([
    ['1 + 1', 2],
    ['list()', ['a', 'b']],
    ['list().length', 2],
    ['list().map((each) => each + 1)', ['a1', 'b1']],
    ["list().join('').toUpperCase()", 'AB'],
    ['await list()', ['a', 'b']],
    ['const x = await list(); x', ['a', 'b']],
    ['(await list()).length + 1', 3],
    ["let all = ''; for (const each of await list()) all += each; return all", 'ab'],
  ])('%s gives %j', async (code, value) => {
    expect(await run(code, { list: later(['a', 'b']) })).toEqual(value);
  });

  it.each(['plugins.install(', '`a', 'if (1) {'])('%j goes on in the next line', (code) => {
    expect(compile(code)).toBeUndefined();
  });

  it.each(['1 +* 2', 'foo bar', ')'])('%j is refused', async (code) => {
    const work = async () => compile(code);
    expect(await failureOf(work())).toMatchObject({ code: 'console.statement-failed', facts: { statement: code } });
  });

  it.each(['process', 'require', 'globalThis.process.exit()', "eval('1')", 'fetch'])('%s has no way out', async (code) => {
    await expect(run(code)).rejects.toThrow();
  });

  it.each([
    'while (true) {}',
    'for (;;);',
    'do 1; while (true)',
    'const f = () => { while (1) 1 }; f()',
    'for (const a of [1, 2]) while (a) a;',
  ])('%s does not hold up everything else for ever', async (code) => {
    await expect(run(code)).rejects.toThrow('rounds');
  });

  it.each<[string, unknown]>([
    ['let n = 0; for (let i = 0; i < 10; i += 1) for (const one of [1, 2]) n += one; n', 30],
    ['let n = 0; outer: while (true) { do { n += 1; if (n > 4) break outer; } while (n < 9) } n', 5],
    ['const all = []; for (const key in { a: 1, b: 2 }) all.push(key); all', ['a', 'b']],
    ['let n = 0; for (const one of [1, 2, 3]) { if (one === 2) continue; n += one } n', 4],
  ])('%s gives %j, its rounds counted', async (code, value) => {
    expect(await run(code)).toEqual(value);
  });

  it('keeps a name that was given with await', async () => {
    const world = new World({ list: later([7]) });
    for (const [code, value] of [
      ['x = await list()', [7]],
      ['const y = await list()', undefined],
      ['x[0] + y[0]', 14],
    ] as const) {
      const script = compile(code);
      expect(script && (await world.run(script))).toEqual(value);
    }
  });

  it('says what was wrong with it, from its own world too', async () => {
    const error = await run('nothing.here').then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(statementFailed('nothing.here', error).facts).toEqual({
      statement: 'nothing.here',
      reason: 'nothing is not defined',
    });
  });
});

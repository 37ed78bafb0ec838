import { expect, it } from 'vitest';
import type { Completion } from '../../../shared/console/complete.ts';
import { chosen, completed } from './completion.ts';

it.each<[string, Completion, string, readonly string[]]>([
  ['plu', [['plugins'], 'plu'], 'plugins', []],
  ['x = p.ins', [['install', 'install_all', 'installed'], 'ins'], 'x = p.install', ['install', 'install_all', 'installed']],
  ['plugins.', [['get', 'update'], ''], 'plugins.', ['get', 'update']],
  ["p.install('", [["T5-lang')"], ''], "p.install('T5-lang')", []],
  ['nothing', [[], 'nothing'], 'nothing', []],
])('%j with %j', (line, completion, becomes, choices) => {
  expect(completed(line, completion)).toEqual({ line: becomes, choices });
});

it('puts the chosen one in place of what was typed of it', () => {
  expect(chosen('p.ins', [['install', 'installed'], 'ins'], 'installed')).toBe('p.installed');
});

import { describe, expect, it } from 'vitest';
import { wantedAt } from './complete.ts';

const name = (fragment: string) => ({ kind: 'name', fragment });
const member = (of: string, fragment: string) => ({ kind: 'member', of, fragment });
const id = (of: string, called: string, fragment: string, close: string) => ({ kind: 'id', of, member: called, fragment, close });

describe('at the end of a line is wanted', () => {
  it.each([
    ['', name('')],
    ['plu', name('plu')],
    ['p = plu', name('plu')],
    ['help(', name('')],
    ['help(dev', name('dev')],
    ['plugins.', member('plugins', '')],
    ['plugins.ins', member('plugins', 'ins')],
    ['x = plugins.ins', member('plugins', 'ins')],
    ['p.', member('p', '')],
    ["plugins['wazo-yealink-v86'].inst", member("plugins['wazo-yealink-v86']", 'inst')],
    ["plugins.get('a').", member("plugins.get('a')", '')],
    ["plugins['wazo", id('plugins', 'get', 'wazo', "']")],
    ['p = plugins["wazo', id('plugins', 'get', 'wazo', '"]')],
    ["plugins.get('", id('plugins', 'get', '', "')")],
    ["plugins.install('wa", id('plugins', 'install', 'wa', "')")],
    ["plugins.install('a', 'b", id('plugins', 'install', 'b', "')")],
    ["plugins.install(['b", id('plugins', 'install', 'b', "')")],
    ['plugins.reload("x', id('plugins', 'reload', 'x', '")')],
    ["p.install('T46U_", id('p', 'install', 'T46U_', "')")],
    ["plugins['a'].uninstall('T", id("plugins['a']", 'uninstall', 'T', "')")],
    ["'text", undefined],
    ["x = {a: 'plu", undefined],
  ])('%j → %j', (line, wanted) => {
    expect(wantedAt(line)).toEqual(wanted);
  });
});

import { expect, it } from 'vitest';
import type { Link } from './contract/links.ts';
import { ProvdeskError } from './failures.ts';
import { linkCsv } from './link-csv.ts';

const link: Link = { url: 'http://h/a', plugin: 'p', package: 'k', file: 'a', installed: true, state: 'alive', checkedAt: 0 };

it('is a header and a line for each link, every cell quoted', () => {
  const dead: Link = {
    ...link,
    file: 'say "hi", a',
    installed: false,
    state: 'dead',
    failure: new ProvdeskError('source.status', { url: 'http://h/a', status: 404 }).failure,
  };
  const [header, first, second, end] = linkCsv([link, dead]).split('\r\n');
  expect(header).toBe('"plugin","package","file","url","installed","state","code","reason","checked"');
  expect(first).toBe('"p","k","a","http://h/a","yes","alive","","","1970-01-01T00:00:00.000Z"');
  expect(second).toMatch(/^"p","k","say ""hi"", a","http:\/\/h\/a","no","dead","source\.status","http:\/\/h\/a answered 404\./);
  expect(end).toBe('');
});

it.each(['=cmd()', '+1', '-1', '@x', '\tx'])('a spreadsheet does not run the file name %j', (file) => {
  expect(linkCsv([{ ...link, file }])).toContain(`"'${file}"`);
});

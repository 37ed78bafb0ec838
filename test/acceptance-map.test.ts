import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const PAGE = readFileSync(path.join(ROOT, 'docs/openwisp-acceptance.md'), 'utf8');
const REFERENCE = path.join(ROOT, '../shared/reference/openwisp-upgrader.md');

/** Cells of each row of the page's tables, their heads left out. */
const rows = PAGE.split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| --- ') && !line.endsWith('| here |'))
  .map((line) => line.split('|').map((cell) => cell.trim()) as [string, string, string, string]);

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(ROOT, folder, name));
}

/** The files that a place of the page stands for. */
function filesOf(place: string): string[] {
  if (place === 'rules') return filesIn('src/main/domain/upgrade', '.test.ts');
  if (place === 'window') return filesIn('test/app', '.spec.ts');
  if (place === 'contract') return [path.join(ROOT, 'test/contract/upgrade-driver.ts')];
  if (place === 'channels') return [path.join(ROOT, 'test/contract/channels.test.ts')];
  return [path.join(ROOT, 'test/flows/upgrade', `${place}.test.ts`)];
}

interface Quoted {
  readonly places: readonly string[];
  readonly title: string;
}

/** `verdicts, real-devices: “a title”, “another”` */
function quotedIn(cell: string): Quoted[] {
  const groups = cell.matchAll(/((?:[a-z-]+, )*[a-z-]+): (“[^”]*”(?:, “[^”]*”)*)/g);
  return [...groups].flatMap(([, places = '', titles = '']) =>
    [...titles.matchAll(/“([^”]*)”/g)].map(([, title = '']) => ({
      // What stands before the last place that is none belongs to the sentence.
      places: places.split(', ').filter((place, index, all) => index === all.length - 1 || existsSync(filesOf(place)[0] ?? '')),
      title,
    })),
  );
}

describe('what the page of OpenWISP’s tests says', () => {
  it.each(rows)('%s%s: a test that is there, or why there is none', (_before, _names, here) => {
    const quoted = quotedIn(here);
    if (!here.startsWith('– ')) expect(quoted.length).toBeGreaterThan(0);
    for (const { places, title } of quoted)
      for (const place of places) {
        const found = filesOf(place).some((file) => existsSync(file) && readFileSync(file, 'utf8').includes(title));
        expect(found, `“${title}” in ${place}`).toBe(true);
      }
  });

  it.skipIf(!existsSync(REFERENCE))('leaves out no test of OpenWISP’s', () => {
    const text = readFileSync(REFERENCE, 'utf8');
    const section = text.slice(text.indexOf('## 4.'), text.indexOf('## 5.'));
    const names = openWispNames(section);
    expect(names.length).toBeGreaterThan(250);
    const patterns = patternsOf(PAGE);
    const isMapped = (name: string) => patterns.some((pattern) => pattern.test(name));
    expect(names.filter((readings) => !readings.some(isMapped)).map(([first]) => first)).toEqual([]);
  });
});

/** Of each name the ways in which it may be read: `_view` after `category_list` is `category_view`, or `category_list_view`. */
function openWispNames(section: string): string[][] {
  const listed = section.split('\n').flatMap((line) => {
    const list = line.startsWith('**Download rights**')
      ? (line.split('): ')[1] ?? '')
      : line.startsWith('- ')
        ? line.slice(2)
        : '';
    return (list.split(' - ')[0] ?? '')
      .replaceAll(/\([^)]*\)|\[[^\]]*\]|`[^`]*`/g, '')
      .split(/[,;/.\s]+/)
      .filter((word) => /^_?[a-z]+(_[a-z0-9]+)+$|^_[a-z0-9]+$|^dry_run$|^permissions$/.test(word));
  });
  let last = '';
  return listed.map((word) => {
    if (!word.startsWith('_')) {
      last = word;
      return [word];
    }
    const parts = last.split('_');
    return parts.map((_part, index) => parts.slice(0, parts.length - index).join('_') + word);
  });
}

/** Names of the page's first columns and of its paragraph on what does not apply at all; `*` stands for anything. */
function patternsOf(page: string): RegExp[] {
  const whole = page.slice(page.indexOf('What does not apply'), page.indexOf('\n## '));
  const inText = [...whole.matchAll(/`([*a-z0-9_]+)`/g)].map(([, name = '']) => name);
  const inTables = rows.flatMap(([, names]) => names.split(', '));
  return [...inText, ...inTables]
    .filter((name) => /^[*a-z0-9_]+$/.test(name))
    .map((name) => new RegExp(`^${name.replaceAll('*', '.*')}$`));
}

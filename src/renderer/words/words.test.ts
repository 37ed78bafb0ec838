import { expect, it } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { de as laterDe } from './later/de.ts';
import { en as laterEn } from './later/en.ts';
import { es as laterEs } from './later/es.ts';
import { fr as laterFr } from './later/fr.ts';

type Table = { readonly [key: string]: string | Table };

function flatten(table: Table, prefix = ''): Map<string, string> {
  const entries = Object.entries(table).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : [...flatten(value, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

function placeholders(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
}

const english = new Map([...flatten(en), ...flatten(laterEn)]);
const others: [string, Map<string, string>][] = Object.entries({ fr: [fr, laterFr], de: [de, laterDe], es: [es, laterEs] }).map(
  ([language, tables]) => [language, new Map(tables.flatMap((table) => [...flatten(table)]))],
);

it.each(others)('has the same keys in %s as in English', (_language, texts) => {
  expect([...texts.keys()]).toEqual([...english.keys()]);
});

it.each(others)('has the same placeholders in %s as in English', (_language, texts) => {
  for (const [key, text] of english) {
    expect({ key, names: placeholders(texts.get(key)) }).toEqual({ key, names: placeholders(text) });
  }
});

it.each(others)('leaves no text of %s empty, and no sentence in English', (_language, texts) => {
  for (const [key, text] of texts) {
    expect(text, key).not.toBe('');
    if (text.replace(/\{\{\w+\}\}/g, '').split(' ').length > 4) expect(text, key).not.toBe(english.get(key));
  }
});

it.each([
  ['de', /\p{L}…/u, 'a space before the dots'],
  ['fr', /[\p{L}}][:;!?](?=\s|$)/u, 'a space before a sign of two parts'],
])('sets its marks as %s does', (language, wrong, rule) => {
  const texts = others.find(([known]) => known === language)?.[1] ?? new Map<string, string>();
  for (const [key, text] of texts) expect(text, `${key}: ${rule}`).not.toMatch(wrong);
  expect(texts.size).toBe(english.size);
});

it('has no word in both parts, where one would hide the other', () => {
  const first = flatten(en);
  expect([...flatten(laterEn).keys()].filter((key) => first.has(key))).toEqual([]);
});

import { expect, it } from 'vitest';
import { failureRemedies } from '../failures.ts';
import type { ReportWords } from './report-words.ts';
import { report as deReport } from './de/report.ts';
import { report as enReport } from './en/report.ts';
import { report as esReport } from './es/report.ts';
import { report as frReport } from './fr/report.ts';
import { failures as de } from './de/failures.ts';
import { failures as en } from './en/failures.ts';
import { failures as es } from './es/failures.ts';
import { failures as fr } from './fr/failures.ts';

const languages: [string, Record<string, string>][] = Object.entries({ en, fr, de, es });

function placeholders(sentence: string | undefined): string[] {
  return [...(sentence ?? '').matchAll(/\{(\w+)(?::\w+)?\}/g)].map(([, name]) => name ?? '').sort();
}

it.each(languages)('has a sentence for every failure code in %s, and no other', (_language, sentences) => {
  expect(Object.keys(sentences).sort()).toEqual(Object.keys(failureRemedies).sort());
});

const reports: [string, ReportWords][] = Object.entries({ en: enReport, fr: frReport, de: deReport, es: esReport });
/** Each of its texts, by its way there. */
const texts = (words: object, way = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]: [string, string | object]) =>
    typeof value === 'string' ? [[`${way}${key}`, value]] : texts(value, `${way}${key}.`),
  );

it.each(reports)('writes a report in %s with the same facts as in English', (_language, report) => {
  const facts = (words: ReportWords) => texts(words).map(([way, text]) => [way, placeholders(text)]);
  expect(facts(report)).toEqual(facts(enReport));
});

it.each(languages)('names the same facts in %s as in English', (_language, sentences) => {
  for (const [code, sentence] of Object.entries(en)) {
    expect({ code, facts: placeholders(sentences[code]) }).toEqual({ code, facts: placeholders(sentence) });
  }
});

// From the preflight on, services may have been stopped and package lists removed.
it.each(['upgrade.low-memory', 'upgrade.no-room', 'upgrade.backup-failed', 'upgrade.no-way-to-write'] as const)(
  'does not promise for %s that nothing was changed',
  (code) => {
    expect(en[code]).not.toContain('Nothing was changed');
  },
);

it.each(languages.filter(([language]) => language !== 'en'))('leaves no sentence of %s in English', (_language, sentences) => {
  const untranslated = Object.entries(en).filter(([code, sentence]) => sentences[code] === sentence);
  expect(untranslated).toEqual([]);
});

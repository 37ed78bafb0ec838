import { expect, it } from 'vitest';
import { reportCsv, reportHtml } from '../../../src/main/domain/upgrade/job-report.ts';
import { reportSpeech } from '../../../src/main/engine/upgrade/report-speech.ts';
import { type Language, LANGUAGES } from '../../../src/shared/values/language.ts';
import { aBatch, anOperation, everyState } from '../../app/site-batches.ts';

const batch = aBatch({ categoryName: 'Höfe & <b>Dächer</b>', createdAt: 0, finishedAt: 60_000, total: 12, succeeded: 2 });
const told = { version: '1.2.3', at: 120_000 };
const reportIn = async (language: Language) => reportHtml(batch, everyState(), told, await reportSpeech(language));
const textOf = (html: string) => html.replace(/<style>[\s\S]*<\/style>/, '').replaceAll(/<[^>]*>/g, '\n');

it.each<[Language, ...string[]]>([
  [
    'en',
    'Upgrade to',
    'succeeded: 2',
    'restarted with the old version',
    'nothing seen after',
    'never reached',
    'under way (flashing)',
  ],
  [
    'fr',
    'Mise à niveau vers',
    'réussis : 2',
    'redémarré avec l’ancienne version',
    'rien vu depuis',
    'jamais joint',
    'en cours (écriture)',
  ],
  [
    'de',
    'Upgrade auf',
    'gelungen: 2',
    'neu gestartet mit der alten Version',
    'danach nichts gesehen',
    'nie erreicht',
    'läuft noch (flasht)',
  ],
  [
    'es',
    'Actualización a',
    'bien: 2',
    'reiniciado con la versión antigua',
    'nada visto después',
    'nunca alcanzado',
    'en curso (escribiendo)',
  ],
])('is told in %s, from its title to the reason of each failure', async (language, ...said) => {
  const html = await reportIn(language);
  const text = textOf(html);
  expect(html).toContain(`<html lang="${language}">`);
  for (const words of said) expect(text).toContain(words);
  const { failures } = await reportSpeech(language);
  const firstWords = failures['upgrade.old-version-back'].split('{device}')[1]?.split('{')[0] ?? '';
  expect(firstWords.length).toBeGreaterThan(5);
  expect(text).toContain(firstWords);
  expect(text, 'every fact has its place').not.toMatch(/[{}]|undefined|\?\?/);
});

it('shows the same evidence in every language, and none of its bytes as markup', async () => {
  const reports = await Promise.all(LANGUAGES.map(reportIn));
  const evidence = (html: string) =>
    [...textOf(html).matchAll(/[0-9a-f]{64}|[0-9a-f]{8} → [0-9a-f]{8}|SHA256:\S+/g)].map(([found]) => found);
  expect(evidence(reports[0] ?? '').length).toBeGreaterThan(10);
  for (const report of reports) expect(evidence(report)).toEqual(evidence(reports[0] ?? ''));
  for (const report of reports) expect(report).toContain('Höfe &amp; &lt;b&gt;Dächer&lt;/b&gt;');
});

it.each<[Language, string, string]>([
  ['en', 'under way (restarting)', 'Still on the device: the image, uhttpd'],
  ['fr', 'en cours (redémarre)', 'Encore sur l’appareil : l’image, uhttpd'],
  ['de', 'läuft noch (startet neu)', 'Noch auf dem Gerät: das Image, uhttpd'],
  ['es', 'en curso (reiniciando)', 'Aún en el dispositivo: la imagen, uhttpd'],
])('tells in %s where one stands, and what is on a device still', async (language, stands, left) => {
  const one = anOperation(0, { step: 'rebooting' });
  const other = anOperation(1, { step: 'done', outcome: 'failed', untidy: true, stopped: ['uhttpd'] });
  const html = reportHtml(batch, [one, other], told, await reportSpeech(language));
  expect(html).toContain(stands);
  expect(html).toContain(left);
});

it('is a table for programs as CSV, in codes', () => {
  const [header, line] = reportCsv(batch, [anOperation(0, { outcome: 'failed', verdict: 'did-not-flash' })]).split('\r\n');
  expect(header).toContain('"verdict"');
  expect(line).toContain('"did-not-flash"');
});

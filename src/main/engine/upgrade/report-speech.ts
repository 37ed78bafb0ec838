import type { Language } from '../../../shared/values/language.ts';
import type { ReportSpeech } from '../../domain/upgrade/job-report.ts';

const SPEECHES: Readonly<Record<Language, () => Promise<Omit<ReportSpeech, 'language'>>>> = {
  en: async () =>
    speech(await import('../../../shared/words/en/report.ts'), await import('../../../shared/words/en/failures.ts')),
  fr: async () =>
    speech(await import('../../../shared/words/fr/report.ts'), await import('../../../shared/words/fr/failures.ts')),
  de: async () =>
    speech(await import('../../../shared/words/de/report.ts'), await import('../../../shared/words/de/failures.ts')),
  es: async () =>
    speech(await import('../../../shared/words/es/report.ts'), await import('../../../shared/words/es/failures.ts')),
};

/** Fetched where a report is written: nobody else in the engine speaks. */
export async function reportSpeech(language: Language): Promise<ReportSpeech> {
  return { language, ...(await SPEECHES[language]()) };
}

function speech(
  { report: words }: { report: ReportSpeech['words'] },
  { failures }: { failures: ReportSpeech['failures'] },
): Omit<ReportSpeech, 'language'> {
  return { words, failures };
}

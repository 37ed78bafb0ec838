export const LANGUAGES = ['en', 'fr', 'de', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** That of a locale, `fr`, `fr-CA` or `de_DE.UTF-8`; undefined where it is none of ours. */
export function languageOf(locale: string): Language | undefined {
  const [name] = locale.toLowerCase().split(/[-_.]/);
  return LANGUAGES.find((language) => language === name);
}

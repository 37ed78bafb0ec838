import i18next, { type TFunction } from 'i18next';
import { create } from 'zustand';
import type { Failure, FailureCode } from '../../shared/failures.ts';
import { failureSentence } from '../../shared/words/failure-sentence.ts';
import type { FirstWords } from './en.ts';
import { type Format, formatFor } from './format.ts';
import type { LaterWords } from './later/en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'window';
    resources: { window: FirstWords & LaterWords };
  }
}

export const languages = { en: 'English', fr: 'Français', de: 'Deutsch', es: 'Español' } as const;
export type Language = keyof typeof languages;

type FailureWords = Readonly<Record<FailureCode, string>>;

/** Each language is a chunk of its own: only the one in use is fetched. */
const words: Record<Language, () => Promise<FirstWords>> = {
  en: async () => (await import('./en.ts')).en,
  fr: async () => (await import('./fr.ts')).fr,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
};

/** Those of screens that nobody sees first. Whoever fetches such a screen waits for them. */
const laterWords: Record<Language, () => Promise<LaterWords>> = {
  en: async () => (await import('./later/en.ts')).en,
  fr: async () => (await import('./later/fr.ts')).fr,
  de: async () => (await import('./later/de.ts')).de,
  es: async () => (await import('./later/es.ts')).es,
};

/** Fetched right after: nothing has failed before the first picture, and what does then is told in English until they are here. */
const failureWords: Record<Language, () => Promise<FailureWords>> = {
  en: async () => (await import('../../shared/words/en/failures.ts')).failures,
  fr: async () => (await import('../../shared/words/fr/failures.ts')).failures,
  de: async () => (await import('../../shared/words/de/failures.ts')).failures,
  es: async () => (await import('../../shared/words/es/failures.ts')).failures,
};

export interface Speech {
  readonly t: TFunction<'window'>;
  readonly language: Language;
  readonly format: Format;
  /** Cause and next action, in the language of the window. */
  failure(failure: Failure): string;
  /** A text that a plugin brings in several languages. */
  described(descriptions: Readonly<Record<string, string>>): string;
}

/**
 * The words of the language in use; one object until it changes. A store of our own in place of
 * react-i18next's hook, whose effects every row of a table would pay for each time it scrolls into view.
 */
export const useWords = create<Speech>(() => speechIn('en', {}));

let asked: Language | '' = '';
let wantsAll = false;

/** Before anything is shown. @param choice a language, or `system` */
export async function startWords(choice: string): Promise<void> {
  await i18next.init({
    fallbackLng: false,
    ns: 'window',
    defaultNS: 'window',
    resources: {},
    interpolation: { escapeValue: false }, // React escapes.
  });
  await speak(choice);
}

/** Changes the language of the window; `system` is what the browser or the operating system prefers. */
export async function speak(choice: string): Promise<void> {
  const language = asLanguage(choice) ?? preferredLanguage(navigator.languages);
  if (asked === language) return;
  asked = language;
  await learn(language);
  // Someone who changes twice in a moment gets the second.
  if (asked !== language) return;
  document.documentElement.lang = language;
  useWords.setState(speechIn(language, {}));
  failureWords[language]().then(
    (failures) => asked === language && useWords.setState(speechIn(language, failures)),
    (error: unknown) => console.warn('words for failures not fetched', error),
  );
}

/** Resolves when the words of every screen are here, and sees that they are after a change of the language too. */
export async function allWords(): Promise<void> {
  wantsAll = true;
  if (asked !== '') await learn(asked);
}

async function learn(language: Language): Promise<void> {
  const tables = await Promise.all([words[language](), ...(wantsAll ? [laterWords[language]()] : [])]);
  // An area may have words in both: what a part of the first screen says of a device, and what its own screen says.
  for (const table of tables) i18next.addResourceBundle(language, 'window', table, true);
}

export function preferredLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const known = asLanguage(tag.split('-')[0] ?? '');
    if (known) return known;
  }
  return 'en';
}

function speechIn(language: Language, failures: Partial<FailureWords>): Speech {
  return {
    t: i18next.getFixedT(language, 'window'),
    language,
    format: formatFor(language),
    // An engine newer than the window may know more codes; its English sentence is better than none.
    failure: (failure) => failureSentence(failures[failure.code] ?? failure.message, failure.facts),
    described: (descriptions) => plainText(descriptions[language] ?? descriptions[''] ?? ''),
  };
}

function asLanguage(text: string): Language | undefined {
  return Object.hasOwn(languages, text) ? (text as Language) : undefined;
}

/** provd's descriptions hold line breaks written as HTML. */
function plainText(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

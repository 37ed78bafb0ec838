import type { consoleWords as english } from '../en/console.ts';

export const consoleWords: typeof english = {
  console: {
    title: 'Mit Anweisungen arbeiten',
    hint: 'Die Konsole nimmt Anweisungen zu Plugins, Paketen, Geräten und Journal, wie die von provd. Dieselbe Konsole gibt es im Terminal: {{command}}',
    prompt: 'Anweisung',
    goesOn: 'geht weiter',
    running: 'Läuft …',
    cancel: 'Abbrechen',
    clear: 'Leeren',
    log: 'Was die Konsole sagte',
    keys: 'Tab ergänzt · ↑ ↓ frühere Zeilen · Strg+C bricht ab · Strg+L leert',
    dropped: 'Frühere Zeilen wurden verworfen.',
    answer: 'die Antwort',
    choices: 'Ergänzungen',
    items: '{{done}} von {{total}} · {{bytes}}',
  },
};

import type { consoleWords as english } from '../en/console.ts';

export const consoleWords: typeof english = {
  console: {
    title: 'Travailler par instructions',
    hint: 'La console prend des instructions sur les greffons, paquets, appareils et le journal, comme celle de provd. La même console existe en terminal : {{command}}',
    prompt: 'Instruction',
    goesOn: 'suite',
    running: 'En cours…',
    cancel: 'Annuler',
    clear: 'Effacer',
    log: 'Ce que la console a dit',
    keys: 'Tab complète · ↑ ↓ lignes précédentes · Ctrl+C annule · Ctrl+L efface',
    dropped: 'Les lignes plus anciennes ont été retirées.',
    answer: 'la réponse',
    choices: 'Complétions',
    items: '{{done}} sur {{total}} · {{bytes}}',
  },
};

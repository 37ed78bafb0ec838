import type { consoleWords as english } from '../en/console.ts';

export const consoleWords: typeof english = {
  console: {
    title: 'Trabajar con instrucciones',
    hint: 'La consola acepta instrucciones sobre plugins, paquetes, dispositivos y el diario, como la de provd. La misma consola existe en el terminal: {{command}}',
    prompt: 'Instrucción',
    goesOn: 'continúa',
    running: 'En curso…',
    cancel: 'Cancelar',
    clear: 'Vaciar',
    log: 'Lo que dijo la consola',
    keys: 'Tab completa · ↑ ↓ líneas anteriores · Ctrl+C cancela · Ctrl+L vacía',
    dropped: 'Se descartaron líneas anteriores.',
    answer: 'la respuesta',
    choices: 'Sugerencias',
    items: '{{done}} de {{total}} · {{bytes}}',
  },
};

/** The console. */
export const consoleWords = {
  console: {
    title: 'Work by statements',
    hint: 'The console takes statements over plugins, packages, devices and the journal, as provd’s own does. The same console runs in a terminal: {{command}}',
    prompt: 'Statement',
    goesOn: 'goes on',
    running: 'Running…',
    cancel: 'Cancel',
    clear: 'Clear',
    log: 'What the console said',
    keys: 'Tab completes · ↑ ↓ earlier lines · Ctrl+C cancels · Ctrl+L clears',
    dropped: 'Earlier lines were dropped.',
    answer: 'the answer',
    choices: 'Completions',
    items: '{{done}} of {{total}} · {{bytes}}',
  },
};

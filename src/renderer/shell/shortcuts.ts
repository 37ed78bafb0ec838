import { useEffect } from 'react';
import { goTo, type Screen, screens } from '../route.ts';

/** The letter after `g`. They are the same in every language, as are the keyboards' letters. */
export const goLetters: Record<Screen, string> = {
  overview: 'o',
  plugins: 'p',
  devices: 'd',
  journal: 'j',
  transfers: 't',
  queue: 'q',
  files: 'f',
  links: 'l',
  upgrades: 'u',
  images: 'i',
  console: 'c',
  maintainer: 'm',
};

/** Milliseconds between `g` and its letter. */
const CHORD = 1500;

/**
 * Alt+1…9 or Ctrl+1…9 (some browsers keep one of them to themselves), g then a letter, `/`, `?`, `t`.
 * Letters count only where no text is being typed and nothing is open above the screen.
 */
export function useShortcuts(onHelp: () => void, onTest: () => void): void {
  useEffect(() => {
    let goUntil = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      const numbered = (event.altKey || event.ctrlKey) && !event.metaKey ? screens[Number(event.key) - 1] : undefined;
      if (numbered) {
        event.preventDefault();
        return goTo(numbered);
      }
      if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target) || isDialogOpen()) return;
      const screen = event.timeStamp < goUntil ? screens.find((name) => goLetters[name] === event.key) : undefined;
      goUntil = event.key === 'g' ? event.timeStamp + CHORD : 0;
      if (screen) goTo(screen);
      else if (event.key === '?') onHelp();
      else if (event.key === 't') onTest();
      else if (event.key === '/') document.querySelector<HTMLInputElement>('input[data-find]')?.select();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onHelp, onTest]);
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}

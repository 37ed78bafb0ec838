import { create } from 'zustand';
import type { Settings } from '../../shared/contract/app.ts';
import { engine, onNews } from '../client.ts';

/** Begins with what this window showed last, so that nothing flickers until the engine answers. */
export const useSettings = create<Settings>(() => remembered());

export function listenToSettings(): void {
  onNews('app.settingsChanged', takeSettings);
}

export async function loadSettings(): Promise<void> {
  takeSettings(await engine.app.settings());
}

export async function changeSettings(change: Partial<Settings>): Promise<void> {
  takeSettings(await engine.app.changeSettings(change));
}

const REMEMBERED = 'provdesk.settings';

function takeSettings(settings: Settings): void {
  useSettings.setState(settings);
  localStorage.setItem(REMEMBERED, `${settings.language} ${settings.appearance}`);
}

function remembered(): Settings {
  const [, language, appearance] =
    /^(system|en|fr|de|es) (system|light|dark)$/.exec(localStorage.getItem(REMEMBERED) ?? '') ?? [];
  return {
    language: (language ?? 'system') as Settings['language'],
    appearance: (appearance ?? 'system') as Settings['appearance'],
  };
}

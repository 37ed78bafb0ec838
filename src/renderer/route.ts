import { create } from 'zustand';

export const screens = [
  'overview',
  'plugins',
  'devices',
  'journal',
  'transfers',
  'queue',
  'files',
  'links',
  'upgrades',
  'images',
  'console',
  'maintainer',
] as const;
export type Screen = (typeof screens)[number];

/** `#/devices/80:5e:c0:aa:bb:cc`: a screen and what is open on it. */
export interface Route {
  readonly screen: Screen;
  readonly subject: string | undefined;
}

export function parseRoute(hash: string): Route {
  const [, name, subject] = /^#\/([^/]*)(?:\/(.+))?$/.exec(hash) ?? [];
  const screen = screens.find((known) => known === name) ?? 'overview';
  return { screen, subject: subject === undefined ? undefined : decoded(subject) };
}

export function formatRoute({ screen, subject }: Route): string {
  return subject === undefined ? `#/${screen}` : `#/${screen}/${encodeURIComponent(subject)}`;
}

export const useRoute = create<Route>(() => parseRoute(window.location.hash));

window.addEventListener('hashchange', () => useRoute.setState(parseRoute(window.location.hash)));

export function goTo(screen: Screen, subject?: string): void {
  window.location.hash = formatRoute({ screen, subject });
}

/** A hand-typed address may hold a lone percent sign. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

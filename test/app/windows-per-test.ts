import { afterAll, afterEach, beforeAll } from 'vitest';
import { type ScriptedWindow, startWindows, type Windows } from './scripted-window.ts';
import type { Site } from './site.ts';

/** Opens windows that close with their test, in a browser that closes with its file. */
export function windowsPerTest(): (site: Site, hash?: string) => Promise<ScriptedWindow> {
  let windows: Windows;
  const opened: ScriptedWindow[] = [];
  beforeAll(async () => {
    windows = await startWindows();
  });
  afterEach(async () => {
    for (const window of opened.splice(0)) await window.close();
  });
  afterAll(() => windows.close());
  return async (site, hash) => {
    const window = await windows.open(site, hash);
    opened.push(window);
    return window;
  };
}

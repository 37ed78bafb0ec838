import { BrowserWindow, nativeTheme } from 'electron';
import type { Log } from '../engine/host.ts';
import { WINDOW_URL } from './protocol.ts';

const MOST_RELOADS = 3;

export interface WindowOptions {
  readonly preloadPath: string;
  readonly iconPath: string;
  /** Off in a packaged app. */
  readonly devTools: boolean;
  readonly log: Log;
}

/** Makes the window, hidden until its first picture is there. `openWindow` loads it. */
export function createWindow({ preloadPath, iconPath, devTools, log }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Provdesk',
    icon: iconPath,
    width: 1280,
    height: 800,
    minWidth: 900,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: preloadPath,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools,
    },
  });
  window.once('ready-to-show', () => window.show());
  reloadAfterCrash(window, log);
  return window;
}

export async function openWindow(window: BrowserWindow): Promise<void> {
  await window.loadURL(WINDOW_URL);
}

export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** The engine goes on without its window, so a crashed page costs nothing but a fresh snapshot. */
function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let reloads = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('window', 'page crashed', { reason, reloads });
    if (reason === 'clean-exit' || reloads >= MOST_RELOADS) return;
    reloads += 1;
    window.webContents.reload();
  });
}

import { EventEmitter } from 'node:events';
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  IpcMain,
  IpcMainInvokeEvent,
  WebContents,
  WebFrameMain,
  WebPreferences,
} from 'electron';
import type { BrowserContext } from 'playwright-core';
import type { Navigation } from './intercept.ts';
import { type HostPage, openPage } from './page.ts';
import { provide } from './provide.ts';
import { fromMapped } from './schemes.ts';

type InvokeHandler = (event: IpcMainInvokeEvent, ...given: unknown[]) => unknown;

const invokeHandlers = new Map<string, InvokeHandler>();
const windows = new Set<BrowserWindow>();
let nextId = 1;
let chromium: BrowserContext | undefined;
let onAllClosed = () => {};
let onContents = (_contents: WebContents) => {};

/** Called once Chromium runs; a window made before that is refused, as Electron does before it is ready. */
export function readyForWindows(
  context: BrowserContext,
  hooks: { onAllClosed(): void; onContents(contents: WebContents): void },
): void {
  chromium = context;
  onAllClosed = hooks.onAllClosed;
  onContents = hooks.onContents;
}

export async function closeAllWindows(): Promise<void> {
  for (const window of windows) window.close();
  await Promise.all(closing);
}

const closing = new Set<Promise<void>>();

export const ipcMain = provide<IpcMain>('ipcMain', {
  handle(channel, handler) {
    if (invokeHandlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    invokeHandlers.set(channel, handler);
  },
  removeHandler(channel) {
    invokeHandlers.delete(channel);
  },
});

function createWindow(options: BrowserWindowConstructorOptions): BrowserWindow {
  if (!chromium) throw new Error('Cannot create BrowserWindow before app is ready');
  const preloadPath = safePreload(options.webPreferences);
  const id = nextId++;
  const events = new EventEmitter();
  const contentsEvents = new EventEmitter();
  let openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | undefined;
  let page: HostPage | undefined;
  let destroyed = false;
  let visible = options.show !== false;

  const contents = provide<WebContents>(
    'webContents',
    {
      id,
      send: (channel, ...given) => page?.send(channel, given),
      getURL: () => fromMapped(page?.url() ?? ''),
      isDestroyed: () => destroyed,
      reload: () => void opened.then((open) => open.reload()),
      setWindowOpenHandler(handler) {
        openHandler = handler;
      },
    },
    contentsEvents,
  );
  const window = provide<BrowserWindow>(
    'BrowserWindow',
    {
      id,
      webContents: contents,
      loadURL: async (url) => (await opened).load(url),
      show() {
        visible = true;
        events.emit('show');
      },
      focus: () => void events.emit('focus'),
      restore() {},
      isMinimized: () => false,
      isVisible: () => visible,
      isDestroyed: () => destroyed,
      getTitle: () => options.title ?? '',
      close() {
        const event = preventable({});
        events.emit('close', event);
        if (event.defaultPrevented) return;
        const done = opened.then((open) => open.close()).finally(() => closing.delete(done));
        closing.add(done);
      },
    },
    events,
  );

  const opened = openPage(
    chromium,
    { preloadPath, width: options.width ?? 800, height: options.height ?? 600 },
    {
      onInvoke: (channel, given) => invoke(contents, page, channel, given),
      onNavigation: ({ kind, url }: Navigation) => {
        const event = preventable({ url });
        contentsEvents.emit(kind, event, url);
        return event.defaultPrevented;
      },
      onWindowOpen(url) {
        const answer = openHandler?.({
          url: fromMapped(url),
          frameName: '',
          features: '',
          disposition: 'foreground-tab',
          referrer: { url: '', policy: 'no-referrer' },
        });
        if (answer?.action !== 'deny') throw new Error('electron-host: a second window for a page is not provided');
      },
      onLoad() {
        events.emit('ready-to-show');
        contentsEvents.emit('did-finish-load');
      },
      onClosed() {
        destroyed = true;
        windows.delete(window);
        contentsEvents.emit('destroyed');
        events.emit('closed');
        if (windows.size === 0) onAllClosed();
      },
    },
  ).then((open) => {
    page = open;
    return open;
  });
  windows.add(window);
  onContents(contents);
  return window;
}

/** `new BrowserWindow(…)` gives the window that the factory made. */
export const HostBrowserWindow = Object.assign(
  function HostBrowserWindow(options: BrowserWindowConstructorOptions = {}) {
    return createWindow(options);
  },
  { getAllWindows: () => [...windows] },
) as unknown as typeof BrowserWindow;

async function invoke(contents: WebContents, page: HostPage | undefined, channel: string, given: unknown[]): Promise<unknown> {
  const handler = invokeHandlers.get(channel);
  if (!handler) throw new Error(`No handler registered for '${channel}'`);
  const senderFrame = provide<WebFrameMain>('senderFrame', { url: fromMapped(page?.url() ?? ''), parent: null });
  const event = provide<IpcMainInvokeEvent>('event', { sender: contents, senderFrame });
  return handler(event, ...given);
}

/** Only a locked-down window is ever made here; a dangerous preference is an error, not a warning. */
function safePreload(preferences: WebPreferences = {}): string {
  const { contextIsolation, sandbox, webSecurity, nodeIntegration, preload } = preferences;
  if (contextIsolation === false || sandbox === false || webSecurity === false || nodeIntegration)
    throw unsafe('contextIsolation, sandbox, webSecurity, nodeIntegration');
  if (preferences.webviewTag || preferences.nodeIntegrationInSubFrames || preferences.nodeIntegrationInWorker)
    throw unsafe('webviewTag, nodeIntegrationIn…');
  if (preferences.allowRunningInsecureContent || preferences.experimentalFeatures || preferences.enableBlinkFeatures)
    throw unsafe('insecure or experimental features');
  if (!preload) throw new Error('electron-host: a window without a preload is not provided');
  return preload;
}

function unsafe(what: string): Error {
  return new Error(`electron-host: refuses unsafe webPreferences: ${what}`);
}

export function preventable<T extends object>(parts: T) {
  return Object.assign(parts, {
    defaultPrevented: false,
    preventDefault(this: { defaultPrevented: boolean }) {
      this.defaultPrevented = true;
    },
  });
}

import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { type RunningChromium, startChromium } from './chromium.ts';
import { provide } from './provide.ts';
import { closeSchemeRegistration } from './schemes.ts';
import { closeAllWindows, preventable, readyForWindows } from './windows.ts';

const events = new EventEmitter();
const entryDir = dirname(process.argv[1] ?? '.');
const paths = new Map([
  ['appData', join(homedir(), '.config')],
  ['userData', join(homedir(), '.config', 'electron-host')],
  ['temp', tmpdir()],
]);
const { promise: ready, resolve: becomeReady, reject: failToStart } = Promise.withResolvers<void>();
ready.catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});

let running: RunningChromium | undefined;
let quitting = false;

export const app = provide<App>(
  'app',
  {
    name: 'provdesk',
    isPackaged: process.env.ELECTRON_HOST_PACKAGED === '1',
    whenReady: () => ready,
    getVersion: versionOfApp,
    getLocale: () => 'en-US',
    getPath(name) {
      const path = paths.get(name);
      if (!path) throw new Error(`electron-host: app.getPath('${name}') is not provided`);
      return path;
    },
    setPath: (name, path) => {
      if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
      paths.set(name, path);
    },
    requestSingleInstanceLock: () => true,
    quit: () => void quit(),
    exit: (code = 0) => void exit(code),
  },
  events,
);

async function exit(code: number): Promise<void> {
  await running?.end();
  process.exit(code);
}

async function quit(): Promise<void> {
  if (quitting) return;
  quitting = true;
  const before = preventable({});
  events.emit('before-quit', before);
  if (before.defaultPrevented) {
    quitting = false;
    return;
  }
  await closeAllWindows();
  const last = preventable({});
  events.emit('will-quit', last);
  quitting = false;
  if (last.defaultPrevented) return;
  events.emit('quit', {}, 0);
  app.exit(0);
}

/** Starts Chromium once main has run to its end, as Electron becomes ready only after that. */
export function startUp(onStarted: (chromium: RunningChromium) => void): void {
  setImmediate(() => void start(onStarted).catch(failToStart));
  process.on('SIGTERM', () => void quit());
  process.on('SIGINT', () => void quit());
}

async function start(onStarted: (chromium: RunningChromium) => void): Promise<void> {
  running = await startChromium();
  closeSchemeRegistration();
  readyForWindows(running.context, {
    onAllClosed: () => {
      if (!quitting) events.emit('window-all-closed');
    },
    onContents: (contents) => events.emit('web-contents-created', {}, contents),
  });
  onStarted(running);
  becomeReady();
  events.emit('ready');
}

/** From the package.json that the entry belongs to, as Electron does. */
function versionOfApp(): string {
  for (let dir = entryDir; ; dir = dirname(dir)) {
    const path = join(dir, 'package.json');
    if (existsSync(path)) return String((JSON.parse(readFileSync(path, 'utf8')) as { version?: unknown }).version);
    if (dir === dirname(dir)) throw new Error('electron-host: no package.json above the entry');
  }
}

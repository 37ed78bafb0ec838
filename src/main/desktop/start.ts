import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, powerSaveBlocker, safeStorage, session } from 'electron';
import { failureOf, ProvdeskError, reasonOf } from '../../shared/failures.ts';
import type { Backend } from '../engine/backend.ts';
import type { EngineHost, Log } from '../engine/host.ts';
import { SecretsFile } from '../engine/secrets.ts';
import { readWindowFiles } from '../engine/window-files.ts';
import { serveIpc } from './ipc.ts';
import { denyPermissions, lockDown } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { type AppPaths, dataDirFrom } from './paths.ts';
import { registerWindowScheme, serveWindowScheme } from './protocol.ts';
import { safeStorageSealing } from './safe-storage.ts';
import { startFailureText } from './start-failure.ts';
import { stayAwake } from './stay-awake.ts';
import { lookForUpdate } from './updater.ts';
import { createWindow, openWindow, showWindow } from './window.ts';

export interface DesktopParts {
  readonly paths: AppPaths;
  readonly openBackend: (host: EngineHost) => Promise<Backend>;
  /** Opens the log of a data folder. */
  readonly openLog: (dataDir: string) => Log;
}

const STOP_WITHIN_MS = 10_000;

/** Runs the app until its window closes. Must be called before Electron is ready: its scheme has to be known by then. */
export function startDesktop(parts: DesktopParts): void {
  const dataDir = dataDirFrom(process.argv.slice(1), app.getPath('appData'));
  registerWindowScheme();
  try {
    if (claim(dataDir)) void run(parts, dataDir).catch(endWithDialog);
    else app.quit();
  } catch (error) {
    endWithDialog(error);
  }
}

/**
 * Chromium's own files, and with them the single-instance lock, belong to the data folder in use. False where
 * another window has that folder: Electron tells it of us, and it comes to the front.
 */
function claim(dataDir: string): boolean {
  const windowDir = join(dataDir, 'window');
  try {
    mkdirSync(windowDir, { recursive: true });
  } catch (error) {
    throw new ProvdeskError('store.unreadable', { path: windowDir, reason: reasonOf(error) }, { cause: error });
  }
  app.setPath('userData', windowDir);
  return app.requestSingleInstanceLock();
}

async function run({ paths, openBackend, openLog }: DesktopParts, dataDir: string): Promise<void> {
  const log = openLog(dataDir);
  lockDown(log);
  await app.whenReady();
  serveWindowScheme(await readWindowFiles(paths.rendererDir));
  denyPermissions(session.defaultSession);
  setMenu(process.platform, !app.isPackaged);

  const backend = await openBackend({
    kind: 'desktop',
    version: app.getVersion(),
    dataDir,
    workers: paths.workers,
    resumeServing: true,
    secrets: new SecretsFile(dataDir, safeStorageSealing(safeStorage, process.platform)),
    environment: process.env,
    log,
    now: Date.now,
  });
  const window = createWindow({ preloadPath: paths.preloadPath, iconPath: paths.iconPath, devTools: !app.isPackaged, log });
  const stopIpc = serveIpc(window, backend, log);
  const letSleep = stayAwake(backend, powerSaveBlocker, log);
  app.on('second-instance', () => showWindow(window));
  app.on('window-all-closed', () => app.quit());
  stopBeforeQuit(async () => {
    stopIpc();
    letSleep();
    await backend.close();
  }, log);
  await openWindow(window);
  await lookForUpdate({ isPackaged: app.isPackaged, resourcesDir: process.resourcesPath }, log);
}

/** Electron does not wait for promises: the first quit is held back until the engine has stopped, or ten seconds went by. */
function stopBeforeQuit(stop: () => Promise<void>, log: Log): void {
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    const timer = setTimeout(() => {
      log.error('desktop', 'engine did not stop in time');
      app.exit(1);
    }, STOP_WITHIN_MS);
    stop()
      .then(
        () => app.exit(0),
        (error: unknown) => {
          log.error('desktop', 'engine did not stop cleanly', { reason: reasonOf(error) });
          app.exit(1);
        },
      )
      .finally(() => clearTimeout(timer));
  });
}

function endWithDialog(error: unknown): void {
  if (!(error instanceof ProvdeskError)) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  dialog.showErrorBox('Provdesk', startFailureText(failureOf(error), app.getLocale()));
  app.exit(1);
}

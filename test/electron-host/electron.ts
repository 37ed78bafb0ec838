import type {
  Dialog,
  Menu as ElectronMenu,
  MenuItemConstructorOptions,
  NativeTheme,
  PowerSaveBlocker,
  SafeStorage,
  Session,
} from 'electron';
import { app, startUp } from './app.ts';
import { control } from './control.ts';
import { provide } from './provide.ts';
import { recorded } from './records.ts';
import { protocol } from './schemes.ts';
import { HostBrowserWindow, ipcMain } from './windows.ts';

// Importing a name that is not exported here fails when main is linked; reading a property that is not provided throws.
export { app, HostBrowserWindow as BrowserWindow, ipcMain, protocol };

export const dialog = provide<Dialog>('dialog', {
  // As if a person had chosen what a test put there; without it, closed the dialog.
  showOpenDialog: () => {
    const filePaths = recorded.choices.splice(0, 1);
    return Promise.resolve({ canceled: filePaths.length === 0, filePaths });
  },
  showErrorBox(title, content) {
    recorded.errorBoxes.push(`${title}: ${content}`);
    process.stderr.write(`${title}: ${content}\n`);
  },
});

export const nativeTheme = provide<NativeTheme>('nativeTheme', { shouldUseDarkColors: false });

export const session = {
  defaultSession: provide<Session>('session', {
    setPermissionRequestHandler() {},
    setPermissionCheckHandler() {},
    setDevicePermissionHandler() {},
  }),
};

let blockers = 0;
export const powerSaveBlocker = provide<PowerSaveBlocker>('powerSaveBlocker', {
  start() {
    recorded.awake.push((blockers += 1));
    return blockers;
  },
  stop(id) {
    const index = recorded.awake.indexOf(id);
    if (index >= 0) recorded.awake.splice(index, 1);
    return index >= 0;
  },
});

// There is no keyring behind this stand-in, and it does not act as if there were one.
export const safeStorage = provide<SafeStorage>('safeStorage', { isEncryptionAvailable: () => false });

export const Menu = provide<typeof ElectronMenu>('Menu', {
  buildFromTemplate: (template) => provide<ElectronMenu>('menu', { items: template as ElectronMenu['items'] }),
  setApplicationMenu(menu) {
    recorded.menu = ((menu?.items ?? []) as unknown as MenuItemConstructorOptions[]).map(({ role, label }) =>
      String(role ?? label),
    );
  },
});

// Electron sets it for every app.
Object.defineProperty(process, 'resourcesPath', { value: process.env.ELECTRON_HOST_RESOURCES ?? import.meta.dirname });

startUp(control({ app, BrowserWindow: HostBrowserWindow, recorded }, () => app.exit(1)));

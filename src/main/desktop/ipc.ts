import { type BrowserWindow, dialog, ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { Transport } from '../../shared/contract/kit.ts';
import type { Log } from '../engine/host.ts';
import { isWindowUrl } from './protocol.ts';

const REQUEST = 'provdesk:request';
const NEWS = 'provdesk:news';
const CHOOSE_FOLDER = 'provdesk:choose-folder';

/**
 * Answers the window's calls and passes news on to it. Who asks is checked at each call: the top frame of this
 * window, showing our page. Returns the function that ends it.
 */
export function serveIpc(window: BrowserWindow, transport: Transport, log: Log): () => void {
  const { webContents } = window;
  const refuse = (event: IpcMainInvokeEvent): never => {
    log.warn('window', 'refused a call', { sender: event.sender.id, frame: (event.senderFrame?.url ?? '?').slice(0, 200) });
    throw new Error('refused');
  };
  ipcMain.handle(REQUEST, (event, name: unknown, input: unknown) => {
    if (!isFrom(webContents.id, event) || typeof name !== 'string') return refuse(event);
    return transport.request(name, input);
  });
  ipcMain.handle(CHOOSE_FOLDER, async (event): Promise<string | undefined> => {
    if (!isFrom(webContents.id, event)) return refuse(event);
    const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'createDirectory'] });
    return canceled ? undefined : filePaths[0];
  });
  const unsubscribe = transport.subscribe((name, payload) => {
    if (!window.isDestroyed()) webContents.send(NEWS, name, payload);
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(REQUEST);
    ipcMain.removeHandler(CHOOSE_FOLDER);
  };
}

function isFrom(contentsId: number, event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return event.sender.id === contentsId && frame !== null && frame.parent === null && isWindowUrl(frame.url);
}

import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { WindowBridge } from '../shared/contract/window-bridge.ts';

// The only bridge between the window and the engine. Four functions, nothing of Electron: what is asked is
// checked on the other side, what is heard is data, and a path is told only of what a person put into the page or chose.
const bridge: WindowBridge = {
  request: (name, input) => ipcRenderer.invoke('provdesk:request', name, input),
  subscribe(listener) {
    const heard = (_event: unknown, name: string, payload: unknown) => listener(name, payload);
    ipcRenderer.on('provdesk:news', heard);
    return () => {
      ipcRenderer.removeListener('provdesk:news', heard);
    };
  },
  pathOf: (file) => webUtils.getPathForFile(file as File),
  chooseFolder: () => ipcRenderer.invoke('provdesk:choose-folder'),
};

contextBridge.exposeInMainWorld('provdesk', Object.freeze(bridge));

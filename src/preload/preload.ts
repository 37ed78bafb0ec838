import { contextBridge, ipcRenderer } from 'electron';
import type { Transport } from '../shared/contract/kit.ts';

// The only bridge between the window and the engine. Two functions, nothing of Electron: what is asked is
// checked on the other side, and what is heard is data.
const bridge: Transport = {
  request: (name, input) => ipcRenderer.invoke('provdesk:request', name, input),
  subscribe(listener) {
    const heard = (_event: unknown, name: string, payload: unknown) => listener(name, payload);
    ipcRenderer.on('provdesk:news', heard);
    return () => {
      ipcRenderer.removeListener('provdesk:news', heard);
    };
  },
};

contextBridge.exposeInMainWorld('provdesk', Object.freeze(bridge));

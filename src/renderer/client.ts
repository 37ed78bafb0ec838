import { connect, listen, type ProvdeskNews } from '../shared/contract/client.ts';
import type { Transport } from '../shared/contract/kit.ts';
import type { WindowBridge } from '../shared/contract/window-bridge.ts';
import { createEngineLink, type EngineLink, lastingLink, type SocketEvents } from './engine-link.ts';

declare global {
  interface Window {
    /** Put there by the desktop's preload; absent in a browser. */
    readonly provdesk?: WindowBridge;
  }
}

const link: EngineLink = window.provdesk ? lastingLink(window.provdesk) : createEngineLink(openSocket);

/** For what listens and asks on its own: the console. */
export const transport: Transport = link;

/** All that the window may ask of the engine. */
export const engine = connect(link);

export const onLinkState = link.onState;

export function onNews<N extends keyof ProvdeskNews>(name: N, listener: (payload: ProvdeskNews[N]) => void): () => void {
  return listen(link, name, listener);
}

/** Where a file lies that a person chose or dropped; undefined in a browser, which keeps that to itself. */
export function pathOfFile(file: File): string | undefined {
  return window.provdesk?.pathOf(file);
}

/** The system's dialog for folders; absent in a browser, where a path is typed. */
export const chooseFolder = window.provdesk?.chooseFolder;

function openSocket(events: SocketEvents): { send(text: string): void } {
  const url = new URL('/ws', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  socket.addEventListener('open', () => events.onOpen());
  socket.addEventListener('message', ({ data }) => events.onMessage(String(data)));
  socket.addEventListener('close', () => events.onClose());
  return socket;
}

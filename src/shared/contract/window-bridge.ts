import type { Transport } from './kit.ts';

/** What the desktop's preload puts into the window: the transport, and where a file lies that a person chose or dropped. */
export interface WindowBridge extends Transport {
  /** The whole path on this machine; empty for a file that lies nowhere. */
  pathOf(file: object): string;
}

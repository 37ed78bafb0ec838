import type { Transport } from './kit.ts';

/** What the desktop's preload puts into the window: the transport, where a file lies that a person chose or dropped, and the system's dialog for folders. */
export interface WindowBridge extends Transport {
  /** The whole path on this machine; empty for a file that lies nowhere. */
  pathOf(file: object): string;
  /** The whole path of the folder that the person chose; undefined where the dialog was closed. */
  chooseFolder(): Promise<string | undefined>;
}

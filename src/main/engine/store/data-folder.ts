import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { storeFailure } from './disk-failure.ts';
import { makeFolder } from './make-folder.ts';

/** The places in a data folder. Nothing else may be written there. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  readonly lock: string;
  /** Who holds the lock, for people and for a second start. */
  readonly owner: string;
  /** Content by SHA-256. */
  readonly contentDir: string;
  /** `plugins/<id>/<generation>/`. */
  readonly pluginsDir: string;
  /** `<plugin>/tftpboot/`: files of the technician's that go before the plugin's. Only read. */
  readonly customDir: string;
  /** `<mac>/`: files that devices wrote where somebody let them. Served to nobody. */
  readonly quarantineDir: string;
  /** Emptied at every start. */
  readonly tmpDir: string;
  /** Downloads that may be gone on with: they outlive a restart. */
  readonly partialDir: string;
  readonly logsDir: string;
}

/** Makes the folders that are missing. The lock must be held before `tmpDir` is emptied. */
export function openDataFolder(root: string): DataFolder {
  const folder: DataFolder = {
    root,
    database: path.join(root, 'provdesk.db'),
    lock: path.join(root, 'engine.lock'),
    owner: path.join(root, 'engine.json'),
    contentDir: path.join(root, 'store'),
    pluginsDir: path.join(root, 'plugins'),
    customDir: path.join(root, 'custom'),
    quarantineDir: path.join(root, 'quarantine'),
    tmpDir: path.join(root, 'tmp'),
    partialDir: path.join(root, 'partial'),
    logsDir: path.join(root, 'logs'),
  };
  try {
    const { contentDir, pluginsDir, customDir, tmpDir, partialDir, logsDir } = folder;
    for (const dir of [contentDir, pluginsDir, customDir, tmpDir, partialDir, logsDir]) makeFolder(dir);
  } catch (error) {
    throw storeFailure(error, root);
  }
  return folder;
}

export function emptyFolder(dir: string): void {
  for (const name of readdirSync(dir)) rmSync(path.join(dir, name), { recursive: true, force: true });
}

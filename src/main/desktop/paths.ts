import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WorkerEntries } from '../engine/host.ts';

/** Where the parts of the built app lie beside the entry file. */
export interface AppPaths {
  readonly rendererDir: string;
  readonly preloadPath: string;
  /** A picture for the window, where the system takes none from the program. */
  readonly iconPath: string;
  readonly workers: WorkerEntries;
}

/** @param entryDir folder of the built entry, `out/main` */
export function appPaths(entryDir: string): AppPaths {
  return {
    rendererDir: join(entryDir, '../renderer'),
    preloadPath: join(entryDir, '../preload/preload.cjs'),
    iconPath: join(entryDir, '../../resources/icons/256x256.png'),
    workers: {
      dataPlane: pathToFileURL(join(entryDir, 'data-plane-worker.js')),
      sevenZip: pathToFileURL(join(entryDir, 'seven-zip-worker.js')),
      rowWriter: pathToFileURL(join(entryDir, 'row-writer-worker.js')),
      digest: pathToFileURL(join(entryDir, 'digest-worker.js')),
      testFetch: pathToFileURL(join(entryDir, 'fetch-worker.js')),
    },
  };
}

/**
 * The data folder: `--data DIR` or `--data=DIR`, else `provdesk` in the user's application data.
 * @param argv arguments of the app, without the program's own
 */
export function dataDirFrom(argv: readonly string[], appDataDir: string): string {
  const joined = argv.find((argument) => argument.startsWith('--data='));
  const at = argv.indexOf('--data');
  const given = joined?.slice('--data='.length) || (at >= 0 ? argv[at + 1] : undefined);
  return given ? resolve(given) : join(appDataDir, 'provdesk');
}

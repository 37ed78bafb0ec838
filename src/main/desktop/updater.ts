import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../../shared/failures.ts';
import type { Log } from '../engine/host.ts';

/**
 * Looks once for a newer version, in a packaged app that was built with a feed, and writes down what it found.
 * It neither downloads nor installs: the feed's own hash proves nothing about who wrote the feed.
 */
export async function lookForUpdate(
  app: { readonly isPackaged: boolean; readonly resourcesDir: string },
  log: Log,
): Promise<void> {
  if (!app.isPackaged || !existsSync(join(app.resourcesDir, 'app-update.yml'))) return;
  try {
    // Not before the window stands: the library is large, and most sites have no internet.
    const { default: updater } = await import('electron-updater');
    updater.autoUpdater.autoDownload = false;
    updater.autoUpdater.autoInstallOnAppQuit = false;
    const found = await updater.autoUpdater.checkForUpdates();
    if (found?.isUpdateAvailable) log.info('updater', 'newer version on the feed', { version: found.updateInfo.version });
  } catch (error) {
    log.info('updater', 'feed not reached', { reason: reasonOf(error) });
  }
}

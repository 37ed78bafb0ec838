import { renameSync, statSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { ProvdeskError, reasonOf } from '../../shared/failures.ts';
import type { Log } from './host.ts';
import { makeFolder } from './store/make-folder.ts';

/** Size at which a log begins anew at the next start; the former one is kept beside it. */
const LARGEST_LOG = 5 * 2 ** 20;

/**
 * The log of a data folder, `logs/provdesk.log`: JSON lines, appended. Facts of calls and names only: no credentials,
 * no configuration.
 *
 * @throws ProvdeskError `store.unreadable`
 */
export function openLogFile(dataDir: string): Log {
  const logPath = path.join(dataDir, 'logs', 'provdesk.log');
  try {
    makeFolder(path.dirname(logPath));
    if ((statSync(logPath, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(logPath, `${logPath}.1`);
    const destination = pino.destination({ dest: logPath, sync: true, mkdir: true });
    destination.on('error', (error: unknown) => process.stderr.write(`log: ${reasonOf(error)}\n`)); // A full disk must not end the app.
    return logOver(pino({ base: { pid: process.pid } }, destination));
  } catch (error) {
    throw new ProvdeskError('store.unreadable', { path: logPath, reason: reasonOf(error) }, { cause: error });
  }
}

function logOver(logger: pino.Logger): Log {
  const at = (level: 'debug' | 'info' | 'warn' | 'error'): Log['info'] => {
    return (area, event, facts) => logger[level]({ area, ...facts }, event);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

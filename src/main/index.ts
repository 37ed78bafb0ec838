import { appPaths } from './desktop/paths.ts';
import { startDesktop } from './desktop/start.ts';
import { openBackend } from './engine/backend.ts';
import { openLogFile } from './engine/log-file.ts';

startDesktop({ paths: appPaths(import.meta.dirname), openBackend, openLog: openLogFile });

import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from './find-electron.mjs';
import { findNode, rootDir } from './tools.mjs';

const FETCH_WITHIN_MS = 60_000;
// Beside what npm installed: a new install may try again.
const triedPath = join(rootDir, 'node_modules/.provdesk-electron-tried');

/** Electron's program; fetched once where it is missing. Else why not. */
export async function findOrFetchElectron() {
  const found = findElectron();
  if (found) return { electron: found };
  if (existsSync(triedPath)) return { why: 'Electron is not here, and fetching it failed before' };
  const reason = await fetchElectron();
  const fetched = findElectron();
  if (fetched) return { electron: fetched };
  writeFileSync(triedPath, reason);
  return { why: `Electron is not here and could not be fetched: ${reason}` };
}

function fetchElectron() {
  return new Promise((resolve) => {
    const child = spawn(findNode(), [join(rootDir, 'node_modules/electron/install.js')], {
      cwd: rootDir,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    const timer = setTimeout(() => {
      errors = `no answer within ${FETCH_WITHIN_MS / 1000} s`;
      child.kill('SIGKILL');
    }, FETCH_WITHIN_MS);
    child.stderr.setEncoding('utf8').on('data', (part) => {
      errors = (errors + part).slice(0, 4000);
    });
    child.once('error', (error) => {
      errors = error.message;
    });
    child.once('close', () => {
      clearTimeout(timer);
      const lines = errors.split('\n').map((line) => line.trim());
      resolve(lines.find((line) => /error|failed|answer/i.test(line)) ?? 'it gave no reason');
    });
  });
}

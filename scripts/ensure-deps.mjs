import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rootDir, run } from './tools.mjs';

/** Runs `npm ci` where nothing is installed, or what is installed is older than the lock file. Throws where npm fails. */
export async function ensureDependencies() {
  const lockedAt = changedAt('package-lock.json');
  const installedAt = changedAt('node_modules/.package-lock.json'); // npm writes it last.
  if (installedAt !== undefined && installedAt >= lockedAt) return;
  console.log(
    installedAt === undefined
      ? 'Installing what Provdesk needs…'
      : 'The lock file is newer than what is installed: installing again…',
  );
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: process.platform === 'win32' });
  if (code !== 0) throw new Error(`npm ci ended with ${code}`);
}

function changedAt(path) {
  return statSync(join(rootDir, path), { throwIfNoEntry: false })?.mtimeMs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureDependencies();

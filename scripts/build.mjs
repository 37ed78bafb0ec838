import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir, runTool } from './tools.mjs';

const SOURCES = ['src', 'package.json', 'package-lock.json', 'vite.config.ts'];
const BUILT = [
  'out/main/index.js',
  'out/main/cli.js',
  'out/main/data-plane-worker.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];

/** Builds window, main side and preload. Resolves with the exit code. */
export function build() {
  return runTool('vite', ['build', '--app', '--logLevel', 'warn']);
}

/** False where a part is missing, or a source is newer than the oldest part. */
export function isBuilt() {
  const built = BUILT.map((path) => statSync(join(rootDir, path), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.min(...built) > newest(SOURCES.map((path) => join(rootDir, path)));
}

function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    const stat = statSync(path);
    const inside = stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : 0;
    latest = Math.max(latest, stat.mtimeMs, inside);
  }
  return latest;
}

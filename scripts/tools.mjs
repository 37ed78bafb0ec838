import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// These scripts also run on Node 20 in a fresh clone, so they use nothing that is installed and nothing newer.

export const rootDir = fileURLToPath(new URL('..', import.meta.url));

const NEEDED = [22, 15]; // better-sqlite3 needs 22, `module.registerHooks` 22.15.

/** A Node that the app runs on: the one that the checkout brings, else this one where it is new enough. */
export function findNode() {
  const brought = join(rootDir, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(brought)) return brought;
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]) ? process.execPath : undefined;
}

const PROGRAMS = {
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
  oxlint: 'oxlint/bin/oxlint',
  biome: '@biomejs/biome/bin/biome',
};

/** Runs an installed tool on that Node. Resolves with its exit code; a signal or the time limit is a code of its own. */
export function runTool(name, args, options = {}) {
  return runNode([join(rootDir, 'node_modules', PROGRAMS[name]), ...args], options);
}

/** @param options `limitMs`: the program is ended after so many milliseconds */
export function runNode(args, options = {}) {
  const node = findNode();
  if (!node) throw new Error('no Node 22.15 or newer: run npm ci first');
  // Tools that start others by their name find this checkout's ones, and Node 24, first.
  const PATH = `${join(rootDir, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`;
  return run(node, args, { ...options, env: { ...process.env, PATH, ...options.env } });
}

export function run(command, args, { limitMs = 20 * 60_000, env = process.env, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: rootDir, stdio: 'inherit', env, shell });
    const timer = setTimeout(() => {
      console.error(`${command} took more than ${limitMs / 1000} s and was ended`);
      child.kill('SIGKILL');
    }, limitMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}

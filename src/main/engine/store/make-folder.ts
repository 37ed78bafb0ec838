import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and what is missing above it, level by level, for this user alone. Looks first where the levels
 * begin: Node's own recursive way never ends below a place that takes no folders, `/proc` for one.
 *
 * @throws Error what the system says
 */
export function makeFolder(dir: string): void {
  const missing: string[] = [];
  let there = path.resolve(dir);
  while (!statSync(there, { throwIfNoEntry: false })) {
    missing.unshift(there);
    const parent = path.dirname(there);
    if (parent === there) break;
    there = parent;
  }
  if (!statSync(there).isDirectory()) throw new Error(`${there} is not a folder`);
  accessSync(there, constants.W_OK);
  for (const level of missing) mkdirSync(level, { mode: 0o700 });
}

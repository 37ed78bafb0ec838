import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where a system looks for its temporary folder: the first on Linux and macOS, the others on Windows. */
const NAMES = ['TMPDIR', 'TEMP', 'TMP'] as const;

/**
 * Of a whole run of tests: one temporary folder, that goes with the run. Browsers leave profiles and files of crashes in
 * theirs, and a process that a test kills cannot tidy up. Workers, and what they start, have it from the environment.
 */
export function setup(): () => void {
  // A short name: paths of sockets have to fit in some hundred bytes.
  const root = mkdtempSync(path.join(tmpdir(), 'pd-'));
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  for (const name of NAMES) process.env[name] = root;
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    // What was killed last may still have its last word.
    rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
}

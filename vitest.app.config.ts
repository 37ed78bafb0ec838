import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests start hundreds of processes from the sources: stripping and compiling these anew would take most of their time.
process.env.NODE_COMPILE_CACHE ??= path.join(import.meta.dirname, '.cache/compile');

/** The built app in a real browser: two files at a time, as a window leaves half of a core to the next. */
export default defineConfig({
  test: {
    include: ['test/app/**/*.spec.ts', 'test/electron-host/**/*.spec.ts', 'test/packaging/**/*.spec.ts'],
    globalSetup: 'test/temporary-root.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // A browser on a busy machine takes its time; a second, which is usual, is no proof.
    expect: { poll: { timeout: 15_000 } },
  },
});

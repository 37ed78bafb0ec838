import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests start hundreds of processes from the sources: stripping and compiling these anew would take most of their time.
process.env.NODE_COMPILE_CACHE ??= path.join(import.meta.dirname, '.cache/compile');

/** The built app in a real browser, one window at a time. */
export default defineConfig({
  test: {
    include: ['test/app/**/*.spec.ts', 'test/electron-host/**/*.spec.ts', 'test/packaging/**/*.spec.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // A browser on a busy machine takes its time; a second, which is usual, is no proof.
    expect: { poll: { timeout: 15_000 } },
  },
});

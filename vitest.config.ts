import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests start hundreds of processes from the sources: stripping and compiling these anew would take most of their time.
process.env.NODE_COMPILE_CACHE ??= path.join(import.meta.dirname, '.cache/compile');

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
    // The window is tested in a real browser by the app suite, which has a runner configuration of its own.
    exclude: ['test/app/**'],
    globalSetup: 'test/temporary-root.ts',
    pool: 'forks',
    // Half of a file's time is waiting for sockets, processes and disks: by default two cores would have one file at a time.
    maxWorkers: availableParallelism() + 1,
    // What is waited for comes when it comes: a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchOnHost } from '../app/launch-host.ts';
import { type PackedApp, packApp } from './packed-app.ts';

let workDir: string;
let packed: PackedApp;

beforeAll(async () => {
  workDir = await mkdtemp(join(tmpdir(), 'provdesk-packed-'));
  packed = await packApp(workDir);
}, 150_000);
afterAll(() => rm(workDir, { recursive: true, force: true }));

it('holds the app and what it needs beside it', () => {
  const needed = [
    '/package.json',
    '/out/main/index.js',
    '/out/preload/preload.cjs',
    '/out/renderer/index.html',
    '/out/main/row-writer-worker.js',
    '/resources/icons/256x256.png',
    '/node_modules/zod/package.json',
    `/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
  ];
  expect(needed.filter((path) => !packed.members.includes(path))).toEqual([]);
});

it.each([
  ['source maps', /\.map$/],
  ['sources and tests', /^\/(src|test|scripts|docs)\//],
  ['the stand-in', /electron-host/],
  ['libraries of the window, which are bundled', /^\/node_modules\/(react|react-dom|zustand|@mantine|i18next)\//],
  ['tools', /^\/node_modules\/(electron|vite|vitest|typescript|playwright-core|node)\//],
  ['binaries for other systems', /prebuilds\/(darwin|win32)-/],
  ['keys', /\.(pem|key|p12)$/],
])('does not hold %s', (_what, pattern) => {
  expect(packed.members.filter((path) => pattern.test(path)).slice(0, 5)).toEqual([]);
});

it('has its fuses set against abuse', () => {
  expect(packed.fuses).toMatchObject({
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    GrantFileProtocolExtraPrivileges: false,
  });
});

it('opens its window from what was packed alone', async () => {
  const entry = join(packed.extractedDir, 'out/main/index.js');
  const app = await launchOnHost(entry, ['--data', join(workDir, 'data')], {
    ELECTRON_HOST_PACKAGED: '1',
    ELECTRON_HOST_RESOURCES: join(packed.appDir, 'resources'),
  });
  try {
    await app.page.waitForSelector('nav', { timeout: 20_000 });
    expect(await app.evaluate(({ app: main }) => main.isPackaged)).toBe(true);
  } finally {
    expect(await app.close()).toBe(0);
  }
});

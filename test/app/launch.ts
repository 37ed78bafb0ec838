import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/find-browser.mjs';
import { findElectron } from '../../scripts/find-electron.mjs';
import { DEADLINE_MS, rootDir, withDeadline } from './harness-node.ts';
import { launchOnHost } from './launch-host.ts';

/** `headless`: a browser on `provdesk serve`. `host`: the desktop app on the stand-in. `electron`: on Electron itself. */
export type Target = 'headless' | 'host' | 'electron';

export interface LaunchedApp {
  readonly target: Target;
  readonly page: Page;
  readonly dataDir: string;
  /** Ends the app and removes the data folder that it was given here. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** A fresh one where none is given. */
  readonly dataDir?: string;
  /** More arguments for the app. */
  readonly args?: readonly string[];
}

const BROWSER_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The targets of this machine. Electron is used where its binary is, and never fetched. */
export function availableTargets(): Target[] {
  const targets: Target[] = findElectron() ? ['headless', 'host', 'electron'] : ['headless', 'host'];
  process.stdout.write(
    `app specs run on: ${targets.join(', ')}${targets.includes('electron') ? '' : ' (no Electron binary here)'}\n`,
  );
  return targets;
}

/** Starts the built app on a target and waits for its window. Every wait has a deadline. */
export async function launchApp(target: Target, options: LaunchOptions = {}): Promise<LaunchedApp> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'provdesk-app-')));
  const args = ['--data', dataDir, ...(options.args ?? [])];
  const launched = await launchers[target](args);
  return {
    target,
    page: launched.page,
    dataDir,
    async close() {
      await launched.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Launcher = (args: string[]) => Promise<{ page: Page; close(): Promise<unknown> }>;

const launchers: Readonly<Record<Target, Launcher>> = {
  headless: async (args) => {
    const engine = await serve(args);
    try {
      const browser = await openBrowser();
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(engine.link, { timeout: DEADLINE_MS });
      const close = async () => {
        await browser.close();
        await engine.stop();
      };
      return { page, close };
    } catch (error) {
      await engine.stop();
      throw error;
    }
  },

  host: async (args) => launchOnHost(join(rootDir, 'out/main/index.js'), args),

  electron: async (args) => {
    const executablePath = findElectron();
    if (!executablePath) throw new Error('no Electron binary');
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const app = await _electron.launch({ executablePath, args: [...asRoot, rootDir, ...args], timeout: DEADLINE_MS });
    const page = await withDeadline('the window', app.firstWindow());
    return { page, close: () => withDeadline('Electron to quit', app.close()) };
  },
};

/** A browser of its own, with an empty profile. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium on this machine');
  return chromium.launch({
    executablePath,
    args: BROWSER_FLAGS,
    chromiumSandbox: process.getuid?.() !== 0,
    timeout: DEADLINE_MS,
  });
}

/** The engine alone, on a fresh data folder. */
export async function startHeadless(): Promise<{ stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'provdesk-app-'));
  const engine = await serve(['--data', dataDir]);
  return {
    async stop() {
      await engine.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** `provdesk serve` with any free port for its window. */
async function serve(args: readonly string[]): Promise<{ link: string; stop(): Promise<void> }> {
  const cli = join(rootDir, 'out/main/cli.js');
  const child = spawn(nodePath(), [cli, 'serve', '--json', '--ui-port', '0', ...args], {
    cwd: rootDir,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
    await exit;
    clearTimeout(timer);
  };
  const lines = createInterface(child.stdout);
  const early = exit.then(([code]) => Promise.reject(new Error(`provdesk serve ended with ${code}`)));
  early.catch(() => {}); // Ending later is what stop() is for.
  try {
    const [line] = (await withDeadline('provdesk serve to be ready', Promise.race([once(lines, 'line'), early]))) as [string];
    return { link: (JSON.parse(line) as { ui: string }).ui, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The Node that the checkout brings, which is the one the app is made for. */
function nodePath(): string {
  const brought = join(rootDir, 'node_modules/node/bin/node');
  try {
    accessSync(brought, constants.X_OK);
    return brought;
  } catch {
    return process.execPath; // Not brought along, on Windows for one: whatever runs the tests is new enough.
  }
}

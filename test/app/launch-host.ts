import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App, BrowserWindow } from 'electron';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { HostMessage } from '../electron-host/control.ts';
import type { recorded } from '../electron-host/records.ts';
import { DEADLINE_MS, rootDir, withDeadline } from './harness-node.ts';

const QUIT_WITHIN_MS = 15_000;

/** What a function given to `evaluate` gets, within the main process. */
export interface MainSide {
  readonly app: App;
  readonly BrowserWindow: typeof BrowserWindow;
  readonly recorded: typeof recorded;
}

export interface HostedApp {
  readonly page: Page;
  /** Chromium's process, which must be gone after `close`. */
  readonly chromiumPid: number;
  /** Runs a function in the main process. It sees nothing of its surroundings here. */
  evaluate<T>(run: (main: MainSide, argument: unknown) => T | Promise<T>, argument?: unknown): Promise<T>;
  /** Quits as a person would, and tells the exit code. */
  close(): Promise<number | null>;
}

/** Runs an app's main entry on the stand-in for Electron. @param entry path of the built or source entry */
export async function launchOnHost(
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<HostedApp> {
  const child = fork(entry, [...args], {
    cwd: rootDir,
    env: { ...process.env, ...env },
    execArgv: ['--import', join(rootDir, 'test/electron-host/register.ts')],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const errors = collect(child);
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const ended = exit.then(() => Promise.reject(new Error('the app ended')));
  ended.catch(() => {}); // Only a race below looks at it; ending later is what close() is for.
  try {
    const { endpoint, chromiumPid } = await withDeadline('the stand-in to start Chromium', Promise.race([started(child), ended]));
    child.once('exit', () => endGroup(chromiumPid)); // A host that was killed outright could not end it itself.
    const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true, timeout: DEADLINE_MS });
    const page = await withDeadline('the window', Promise.race([windowOf(browser), ended]));
    return {
      page,
      chromiumPid,
      evaluate: (run, argument) =>
        withDeadline('the main process to answer', Promise.race([evaluate(child, run, argument), ended])),
      async close() {
        await browser.close(); // Hangs up only: the other end owns Chromium.
        return quit(child, exit);
      },
    };
  } catch (error) {
    const code = await quit(child, exit);
    throw new Error(`the app opened no window and ended with ${code}: ${errors()}`, { cause: error });
  }
}

async function quit(child: ChildProcess, exit: Promise<number | null>): Promise<number | null> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), QUIT_WITHIN_MS);
  return exit.finally(() => clearTimeout(timer));
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Gone already, as it should be.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-4000);
    process.stderr.write(part);
  });
  return () => text;
}

function started(child: ChildProcess): Promise<{ endpoint: string; chromiumPid: number }> {
  return new Promise((resolve) => {
    child.on('message', (message: HostMessage) => {
      if (message.kind === 'started') resolve(message);
    });
  });
}

async function windowOf(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0];
  if (!context) throw new Error('Chromium has no default context');
  const isWindow = (page: Page) => page.url().startsWith('https://provdesk.app.eh.test/');
  for (const end = Date.now() + DEADLINE_MS; Date.now() < end; await sleep(20)) {
    const page = context.pages().find(isWindow);
    if (!page) continue;
    await page.waitForLoadState('load', { timeout: DEADLINE_MS });
    return page;
  }
  throw new Error('no window was opened');
}

let lastId = 0;

function evaluate<T>(
  child: ChildProcess,
  run: (main: MainSide, argument: unknown) => T | Promise<T>,
  argument: unknown,
): Promise<T> {
  const id = ++lastId;
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const hear = (message: HostMessage) => {
    if (message.kind !== 'evaluated' || message.id !== id) return;
    child.off('message', hear);
    if (message.error) reject(new Error(message.error));
    else resolve(message.value as T);
  };
  child.on('message', hear);
  child.send({ id, source: String(run), argument });
  return promise;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findChromium } from '../../scripts/find-browser.mjs';

const START_WITHIN_MS = 30_000;
const END_WITHIN_MS = 5_000;

const FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--password-store=basic',
  // What interception does not see, a popup's first request say, ends at a port where nobody listens.
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
];

export interface RunningChromium {
  readonly endpoint: string;
  /** Also the number of its process group. */
  readonly pid: number;
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** Ends Chromium with all its children and removes its profile. */
  end(): Promise<void>;
}

export async function startChromium(): Promise<RunningChromium> {
  const executable = findChromium();
  if (!executable) throw new Error('electron-host: no Chromium on this machine');
  const profileDir = mkdtempSync(join(tmpdir(), 'electron-host-'));
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const head = process.env.ELECTRON_HOST_HEADED ? [] : ['--headless=new'];
  const flags = [...FLAGS, ...root, ...head, '--remote-debugging-port=0', `--user-data-dir=${profileDir}`, 'about:blank'];
  // A group of its own, so that it can be ended with all its children.
  const child = spawn(executable, flags, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // Synchronous, as it also runs while the process exits.
  const kill = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
    rmSync(profileDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  const end = async () => {
    kill();
    await Promise.race([ended, sleep(END_WITHIN_MS, undefined, { ref: false })]);
  };
  process.once('exit', kill);
  try {
    const endpoint = await endpointOf(child);
    const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true, timeout: START_WITHIN_MS });
    const context = browser.contexts()[0];
    if (!context) throw new Error('electron-host: Chromium has no default context');
    return { endpoint, pid: child.pid ?? 0, browser, context, end };
  } catch (error) {
    await end();
    throw error;
  }
}

function endpointOf(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error('electron-host: Chromium did not start in time')), START_WITHIN_MS);
  child.once('error', reject);
  child.once('exit', (code) => reject(new Error(`electron-host: Chromium ended with ${code}`)));
  if (child.stderr) {
    createInterface(child.stderr).on('line', (line) => {
      const endpoint = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (endpoint) resolve(endpoint);
    });
  }
  return promise.finally(() => clearTimeout(timer));
}

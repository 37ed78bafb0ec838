import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ConsoleMessage, Page } from 'playwright-core';
import { startWindowServer } from '../../src/main/headless/window-server.ts';
import type { Transport } from '../../src/shared/contract/kit.ts';
import { rootDir } from './harness-node.ts';
import { openBrowser } from './launch.ts';
import { type ScriptedEngine, scriptedEngine } from './scripted-engine.ts';
import type { Site } from './site.ts';

export interface ScriptedWindow {
  readonly page: Page;
  readonly engine: ScriptedEngine;
  /** What the page complained about: console errors, refused styles, exceptions. */
  readonly complaints: string[];
  goTo(hash: string): Promise<void>;
  /** From here on the page reaches the engine no more: as when it is stopped. */
  loseEngine(): Promise<void>;
  close(): Promise<void>;
}

export interface Windows {
  /** The built window in front of a scripted engine, with nothing left of any window before. */
  open(site: Site, hash?: string): Promise<ScriptedWindow>;
  close(): Promise<void>;
}

/** A page and the door in front of it, lent to one window after another: a fresh browser context takes a second. */
interface Desk {
  readonly page: Page;
  /** A style sheet, which asks nothing and complains of nothing; another origin would cost the page its process. */
  readonly elsewhere: string;
  /** Puts this engine behind the door, and tells where the window opens. */
  seat(engine: ScriptedEngine): string;
  close(): Promise<void>;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
/** Milliseconds; a wait for something on the page. */
const PAGE_DEADLINE = 15_000;
const VIEWPORT = { width: 1280, height: 800 };

/** One browser for many windows. */
export async function startWindows(): Promise<Windows> {
  const browser = await openBrowser();
  const desks = new Set<Desk>();
  const free: Desk[] = [];
  const furnish = async () => {
    const desk = await aDesk(browser);
    desks.add(desk);
    return desk;
  };
  return {
    async open(site, hash = '#/overview') {
      const desk = free.pop() ?? (await furnish());
      return openAt(desk, scriptedEngine(site), hash, (reusable) => {
        if (reusable) free.push(desk);
      });
    },
    async close() {
      await browser.close();
      await Promise.all([...desks].map((desk) => desk.close()));
    },
  };
}

async function openAt(
  desk: Desk,
  engine: ScriptedEngine,
  hash: string,
  leave: (reusable: boolean) => void,
): Promise<ScriptedWindow> {
  const { page } = desk;
  let reusable = true;
  const complaints: string[] = [];
  const hearConsole = (message: ConsoleMessage) => {
    // The style sheet between two windows names no icon, and the browser asks for one when it likes.
    if (message.location().url.endsWith('/favicon.ico')) return;
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  };
  const hearError = (error: Error) => void complaints.push(String(error));
  page.on('console', hearConsole);
  page.on('pageerror', hearError);
  await page.goto(desk.seat(engine));
  await page.waitForSelector('nav');
  await goTo(page, hash);
  return {
    page,
    engine,
    complaints,
    goTo: (target) => goTo(page, target),
    async loseEngine() {
      reusable = false; // The route stays with its page.
      await page.routeWebSocket('**/ws', (socket) => void socket.close());
    },
    async close() {
      page.off('console', hearConsole);
      page.off('pageerror', hearError);
      await page.evaluate(() => localStorage.clear());
      await page.goto(desk.elsewhere);
      await page.setViewportSize(VIEWPORT);
      await page.mouse.move(0, 0);
      leave(reusable);
    },
  };
}

async function aDesk(browser: Browser): Promise<Desk> {
  let seated: ScriptedEngine | undefined;
  const engine = () => {
    if (!seated) throw new Error('no engine sits behind this window');
    return seated;
  };
  const transport: Transport = {
    request: (name, input) => engine().request(name, input),
    subscribe: (listener) => engine().subscribe(listener),
  };
  const rendererDir = process.env['PROVDESK_RENDERER_DIR'] ?? join(rootDir, 'out/renderer');
  const dataDir = await mkdtemp(join(tmpdir(), 'provdesk-scripted-'));
  const server = await startWindowServer({ transport, rendererDir, dataDir, port: 0, log: silent });
  const style = (await readdir(join(rendererDir, 'assets'))).find((name) => name.endsWith('.css'));
  if (style === undefined) throw new Error(`${rendererDir} holds no built window`);
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-GB', reducedMotion: 'reduce' });
  context.setDefaultTimeout(PAGE_DEADLINE);
  return {
    page: await context.newPage(),
    elsewhere: `${server.url}/assets/${style}`,
    seat(next) {
      seated = next;
      return server.newLink();
    },
    async close() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Resolves when the screen that was asked for is there; whether it has what it asks the engine for is another matter. */
async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate(async (target) => {
    if (location.hash === target) return;
    const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    location.hash = target;
    await changed;
  }, hash);
  await page.waitForFunction(() => !document.querySelector('main [role="status"]'));
}

/** Into `test-results/`, for people to look at. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const folder = join(rootDir, 'test-results/screens');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

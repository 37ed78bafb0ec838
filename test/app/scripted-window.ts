import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startWindowServer } from '../../src/main/headless/window-server.ts';
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
  close(): Promise<void>;
}

export interface Windows {
  /** The built window in front of a scripted engine, in a browser context of its own. */
  open(site: Site, hash?: string): Promise<ScriptedWindow>;
  close(): Promise<void>;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
/** Milliseconds; a wait for something on the page. */
const PAGE_DEADLINE = 15_000;

/** One browser for many windows. */
export async function startWindows(): Promise<Windows> {
  const browser = await openBrowser();
  return {
    close: () => browser.close(),
    async open(site, hash = '#/overview') {
      const engine = scriptedEngine(site);
      const rendererDir = process.env['PROVDESK_RENDERER_DIR'] ?? join(rootDir, 'out/renderer');
      const dataDir = await mkdtemp(join(tmpdir(), 'provdesk-scripted-'));
      const server = await startWindowServer({ transport: engine, rendererDir, dataDir, port: 0, log: silent });
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: 'en-GB',
        reducedMotion: 'reduce',
      });
      context.setDefaultTimeout(PAGE_DEADLINE);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(server.newLink());
      const goTo = async (target: string) => {
        await page.evaluate((value) => {
          location.hash = value;
        }, target);
        await page.waitForFunction(() => !document.querySelector('main [role="status"]'));
      };
      await page.waitForSelector('nav');
      await goTo(hash);
      return {
        page,
        engine,
        complaints,
        goTo,
        async close() {
          await context.close();
          await server.stop();
          await rm(dataDir, { recursive: true, force: true });
        },
      };
    },
  };
}

/** Into `test-results/`, for people to look at. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const folder = join(rootDir, 'test-results/screens');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

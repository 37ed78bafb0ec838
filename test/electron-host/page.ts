import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { preloadWorld, worldBridge } from './in-page.ts';
import { intercept, type Navigation } from './intercept.ts';
import { toMapped } from './schemes.ts';
import { taggedJson } from './tagged-json.ts';

export interface PageEvents {
  /** A preload asks main. Resolves with its answer. */
  onInvoke(channel: string, given: unknown[]): Promise<unknown>;
  /** True refuses it. */
  onNavigation(navigation: Navigation): boolean;
  /** The page wants a window of its own. */
  onWindowOpen(url: string): void;
  onLoad(): void;
  onClosed(): void;
}

export interface HostPage {
  /** @param url as main knows it */
  load(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Posts to the preload; dropped where none listens yet. */
  send(channel: string, given: unknown[]): void;
  /** The address of the top frame, as Chromium knows it. */
  url(): string;
  close(): Promise<void>;
}

const LOAD_WITHIN_MS = 20_000;
const json = taggedJson();

export interface PageOptions {
  readonly preloadPath: string;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export async function openPage(context: BrowserContext, options: PageOptions, events: PageEvents): Promise<HostPage> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const preload = await installPreload(session, options.preloadPath, events);
  await sizeWindow(page, session, options);
  const gate = await intercept(session, events.onNavigation);
  session.on('Page.windowOpen', ({ url }) => events.onWindowOpen(url));
  session.on('Page.loadEventFired', () => events.onLoad());
  page.once('close', () => events.onClosed());
  return {
    async load(url) {
      gate.expect(toMapped(url));
      await page.goto(toMapped(url), { timeout: LOAD_WITHIN_MS });
    },
    async reload() {
      gate.expect(page.url());
      await page.reload({ timeout: LOAD_WITHIN_MS });
    },
    send: (channel, given) => preload.call('hear', channel, json.write(given)),
    url: () => page.url(),
    close: () => closePage(page),
  };
}

/**
 * The real window, not an emulated one: emulation belongs to one connection, and a second one that takes a picture
 * would see another size. The frame is what the window has beyond its page.
 */
async function sizeWindow(page: Page, session: CDPSession, { width, height }: PageOptions): Promise<void> {
  const { windowId, bounds } = await session.send('Browser.getWindowForTarget');
  const inner = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  const frame = { width: (bounds.width ?? 0) - inner.width, height: (bounds.height ?? 0) - inner.height };
  await session.send('Browser.setWindowBounds', {
    windowId,
    bounds: { width: width + frame.width, height: height + frame.height },
  });
}

async function closePage(page: Page): Promise<void> {
  if (!page.isClosed()) await page.close();
}

interface Preload {
  /** Calls a function of the preload's world; nothing where the page has none now. */
  call(name: string, ...given: (string | number | boolean)[]): void;
}

/** Runs the real preload file in an isolated world of each document of the top frame. */
async function installPreload(session: CDPSession, preloadPath: string, events: PageEvents): Promise<Preload> {
  const secret = randomBytes(8).toString('hex');
  const world = `preload-${secret}`;
  const binding = `toMain_${secret}`;
  let contextId: number | undefined;
  const call: Preload['call'] = (name, ...given) => {
    const asked = contextId;
    if (asked === undefined) return;
    const functionDeclaration = `function (name, ...given) { globalThis.__preload?.[name](...given); }`;
    const values = [name, ...given].map((value) => ({ value }));
    session.send('Runtime.callFunctionOn', { functionDeclaration, arguments: values, executionContextId: asked }).catch(() => {
      // That document is gone. The next one may have announced itself before this was heard.
      if (contextId === asked) contextId = undefined;
    });
  };

  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name === world && context.auxData?.frameId === topFrame) contextId = context.id;
  });
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== binding || executionContextId !== contextId) return;
    const { id, channel, given } = json.read(payload) as { id: number; channel: string; given: unknown[] };
    events.onInvoke(channel, given).then(
      (value) => call('settle', id, true, json.write(value)),
      (error: unknown) => call('settle', id, false, `Error invoking remote method '${channel}': ${String(error)}`),
    );
  });
  const topFrame = (await session.send('Page.getFrameTree')).frameTree.frame.id;
  await session.send('Page.enable');
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: binding, executionContextName: world });
  const [toPage, toPreload] = [`page_${secret}`, `preload_${secret}`];
  const bridge = String(worldBridge);
  const inTop = (source: string) => `if (window === window.top) {\n${source}\n}`;
  await session.send('Page.addScriptToEvaluateOnNewDocument', {
    source: inTop(`(${bridge})('${toPreload}', '${toPage}');`),
  });
  await session.send('Page.addScriptToEvaluateOnNewDocument', {
    worldName: world,
    source: inTop(`
globalThis.__preload = (${String(preloadWorld)})('${binding}', (${bridge})('${toPage}', '${toPreload}'), (${String(taggedJson)})(), ${JSON.stringify(process.env.ELECTRON_HOST_FILES ?? '')});
(function (require, module, exports) {
${readFileSync(preloadPath, 'utf8')}
})(__preload.require, { exports: {} }, {});`),
  });
  return { call };
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { availableTargets, type LaunchedApp, launchApp } from './launch.ts';

interface Reply {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly failure?: { readonly code: string };
}

interface WindowSide {
  readonly provdesk?: { request(name: string, input: unknown): Promise<Reply> };
}

describe.each(availableTargets())('the app on %s', (target) => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp(target);
  });
  afterAll(() => app.close());

  it('opens its window', async () => {
    await app.page.waitForSelector('nav', { timeout: 20_000 });
    expect(await app.page.title()).toContain('Provdesk');
  });

  it('shows its page without a word from the content security policy', async () => {
    const said: string[] = [];
    app.page.on('console', (message) => said.push(message.text()));
    app.page.on('pageerror', (error) => said.push(String(error)));
    await app.page.reload();
    await app.page.waitForSelector('nav', { timeout: 20_000 });
    expect(said).toEqual([]);
  });

  it('gives the page nothing of Node, and four frozen functions at most', async () => {
    const seen = await app.page.evaluate(() => ({
      bridge: 'provdesk' in globalThis ? Object.keys((globalThis as WindowSide).provdesk ?? {}) : [],
      frozen: Object.isFrozen((globalThis as WindowSide).provdesk),
      leaks: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
    }));
    expect(seen).toEqual({
      bridge: target === 'headless' ? [] : ['request', 'subscribe', 'pathOf', 'chooseFolder'],
      frozen: true,
      leaks: [],
    });
  });

  it('answers the engine’s status', async () => {
    const reply = await ask(app, 'app.status');
    expect(reply).toMatchObject({
      ok: true,
      value: { running: true, host: target === 'headless' ? 'headless' : 'desktop', dataDir: app.dataDir },
    });
  });

  it.each([
    ['a name that is none', '__proto__.x', undefined, 'contract.unknown-call'],
    ['an input that is none', 'devices.remove', { id: 7 }, 'contract.invalid-input'],
  ])('refuses %s at the door', async (_what, name, input, code) => {
    expect(await ask(app, name, input)).toMatchObject({ ok: false, failure: { code } });
  });

  it('keeps a password where the system has a safe place for it, and nowhere else', async () => {
    const reply = await ask(app, 'network.setCredential', { host: 'fw.example', user: 'tech', password: 'hush' });
    // The stand-in has no keyring; whether there is one beside a real Electron is the machine's affair.
    if (target === 'headless') expect(reply).toEqual({ ok: true, value: { host: 'fw.example', user: 'tech' } });
    if (target === 'host') expect(reply).toMatchObject({ ok: false, failure: { code: 'secrets.unavailable' } });
    expect(await ask(app, 'network.credentials')).toMatchObject({
      ok: true,
      value: reply.ok ? [{ host: 'fw.example', user: 'tech' }] : [],
    });
  });

  // A browser's address bar belongs to its user; only a window of our own keeps its page.
  it.skipIf(target === 'headless')('does not leave its page', async () => {
    const before = app.page.url();
    await app.page.evaluate(() => {
      location.href = 'https://elsewhere.example/';
      window.open('https://elsewhere.example/');
    });
    await ask(app, 'app.status');
    expect(app.page.url()).toBe(before);
  });
});

/** Asks as the page would: over the preload's bridge, or over the WebSocket of its own origin. */
function ask(app: LaunchedApp, name: string, input?: unknown): Promise<Reply> {
  return app.page.evaluate(
    async ([call, given]) => {
      const { provdesk } = globalThis as WindowSide;
      if (provdesk) return provdesk.request(String(call), given);
      return new Promise<Reply>((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/ws`);
        socket.onopen = () => socket.send(JSON.stringify({ id: 1, name: call, input: given }));
        socket.onerror = () => reject(new Error('no connection'));
        socket.onmessage = ({ data }) => {
          const frame = JSON.parse(data) as { id?: number; reply: Reply };
          if (frame.id !== 1) return;
          resolve(frame.reply);
          socket.close();
        };
      });
    },
    [name, input] as const,
  );
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WindowBridge } from '../../src/shared/contract/window-bridge.ts';
import { type HostedApp, launchOnHost } from '../app/launch-host.ts';

declare global {
  var provdesk: WindowBridge;
}

const entry = join(import.meta.dirname, 'fixture/main.ts');
let dataDir: string;
let app: HostedApp;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'provdesk-desktop-'));
  app = await launchOnHost(entry, ['--data', dataDir]);
});
afterAll(async () => {
  await app.close();
  await rm(dataDir, { recursive: true });
});

it('carries a call from the window to the engine and back', async () => {
  const reply = await app.page.evaluate(() => provdesk.request('app.status', undefined));
  expect(reply).toEqual({
    ok: true,
    value: { name: 'app.status', input: undefined, kind: 'desktop', version: '9.8.7', dataDir },
  });
});

it('carries failures as data', async () => {
  const reply = await app.page.evaluate(() => provdesk.request('test.fail', undefined));
  expect(reply).toMatchObject({ ok: false, failure: { code: 'plugins.unknown', facts: { plugin: 'x' } } });
});

it('carries news until the subscription ends', async () => {
  const heard = await app.page.evaluate(async () => {
    const names: string[] = [];
    const end = provdesk.subscribe((name) => names.push(name));
    await provdesk.request('test.announce', 1);
    end();
    await provdesk.request('test.announce', 2);
    return names;
  });
  expect(heard).toEqual(['test.news']);
});

it('keeps the machine awake while a device fetches', async () => {
  const held = () => app.evaluate(({ recorded }) => recorded.awake.length);
  expect(await held()).toBe(0);
  await app.page.evaluate(() => provdesk.request('test.serve', 1));
  expect(await held()).toBe(1);
});

it('opens the system’s dialog for folders, which may be closed', async () => {
  await app.evaluate(({ recorded }) => void recorded.choices.push('/srv/plugins'));
  const choose = () => app.page.evaluate(() => provdesk.chooseFolder());
  expect([await choose(), await choose()]).toEqual(['/srv/plugins', undefined]);
});

it('exposes four frozen functions and nothing of Node or Electron', async () => {
  const seen = await app.page.evaluate(() => ({
    keys: Object.keys(globalThis.provdesk),
    frozen: Object.isFrozen(globalThis.provdesk),
    leaks: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron', '__preload'].filter(
      (name) => name in globalThis,
    ),
  }));
  expect(seen).toEqual({ keys: ['request', 'subscribe', 'pathOf', 'chooseFolder'], frozen: true, leaks: [] });
});

it.each([
  ['sets its location', () => void (location.href = 'https://elsewhere.example/')],
  [
    'clicks a link',
    () => document.body.appendChild(Object.assign(document.createElement('a'), { href: 'https://elsewhere.example/' })).click(),
  ],
  ['opens a window', () => void window.open('https://elsewhere.example/')],
  [
    'opens a frame',
    () => void document.body.appendChild(Object.assign(document.createElement('iframe'), { src: 'https://elsewhere.example/' })),
  ],
  ['fetches', () => void fetch('https://elsewhere.example/').catch(() => {})],
  [
    'runs a script from elsewhere',
    () =>
      void document.body.appendChild(Object.assign(document.createElement('script'), { src: 'https://elsewhere.example/x.js' })),
  ],
])('stays at home when its page %s', async (_what, leave) => {
  await app.page.evaluate(leave);
  // A round trip later whatever was going to happen has begun.
  await app.page.evaluate(() => provdesk.request('app.status', undefined));
  const { egress, windows } = await app.evaluate(({ recorded, BrowserWindow }) => ({
    egress: recorded.egress,
    windows: BrowserWindow.getAllWindows().length,
  }));
  expect({ egress, windows, home: new URL(app.page.url()).host }).toEqual({
    egress: [],
    windows: 1,
    home: 'provdesk.app.eh.test',
  });
});

it('shows its page without a word from the content security policy', async () => {
  const said: string[] = [];
  app.page.on('console', (message) => said.push(message.text()));
  await app.page.reload();
  await app.page.waitForSelector('body[data-ready=yes]');
  expect(said).toEqual([]);
});

it('answers only pages of its own folder', async () => {
  const statuses = await app.page.evaluate(() =>
    Promise.all(['/assets/page.js', '/../package.json', '/none'].map(async (path) => (await fetch(path)).status)),
  );
  expect(statuses).toEqual([200, 404, 404]);
});

it.each([
  ['nodeIntegration', { nodeIntegration: true }],
  ['contextIsolation', { contextIsolation: false }],
  ['sandbox', { sandbox: false }],
  ['webSecurity', { webSecurity: false }],
])('the stand-in refuses a window with unsafe %s', async (_what, webPreferences) => {
  const making = app.evaluate(
    ({ BrowserWindow }, preferences) => void new BrowserWindow({ webPreferences: preferences as object }),
    webPreferences,
  );
  await expect(making).rejects.toThrow('refuses unsafe webPreferences');
});

it('the stand-in throws on what it lacks, by name', async () => {
  await expect(app.evaluate(({ app: main }) => main.getGPUInfo('basic'))).rejects.toThrow(
    'electron-host: app.getGPUInfo is not provided',
  );
});

it('quits when its window is closed, and leaves no Chromium behind', async () => {
  const second = await launchOnHost(entry, ['--data', join(dataDir, 'second')]);
  await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await second.close()).toBe(0);
  expect(() => process.kill(second.chromiumPid, 0)).toThrow('ESRCH');
});

it('says in a box why it cannot start, and ends', async () => {
  await expect(launchOnHost(entry, ['--fail', '--data', join(dataDir, 'third')])).rejects.toThrow(
    /newer Provdesk.*store\.newer-version/s,
  );
});

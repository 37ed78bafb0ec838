import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildGatedServer, GATED_FILE, GATED_PACKAGE } from '../builders/gated-plugin.ts';
import { removeTemporaryFolders, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';
import { dropFiles } from './drop-files.ts';
import { availableTargets, type LaunchedApp } from './launch.ts';
import { keepPicture, openApp } from './opened-app.ts';

/** The real engine behind the window: a file that no server has comes from the technician's own disk. */
describe.each(availableTargets().filter((target) => target !== 'electron'))('a licence-gated file on %s', (target) => {
  let server: StaticServer;
  let usb: string;
  let archive: string;
  let plugin: string;
  let app: LaunchedApp;
  let page: Page;

  beforeAll(async () => {
    const root = temporaryFolder('server');
    usb = mkdtempSync(path.join(tmpdir(), 'provdesk-usb-'));
    server = await startStaticServer(root);
    const built = await buildGatedServer(root, server.url);
    plugin = built.plugin;
    writeFileSync(path.join(usb, GATED_FILE), readFileSync(built.gatedPath));
    writeFileSync(path.join(usb, 'holiday.jpg'), 'no firmware');
    const name = readdirSync(root).find((file) => file.startsWith(plugin) && file.includes('.tar')) ?? '';
    archive = path.join(usb, name);
    writeFileSync(archive, readFileSync(path.join(root, name)));
    // Where the stand-in for Electron says that chosen files lie.
    process.env.ELECTRON_HOST_FILES = usb;
  });
  afterAll(async () => {
    delete process.env.ELECTRON_HOST_FILES;
    rmSync(usb, { recursive: true });
    await server.stop();
    removeTemporaryFolders();
  });
  beforeEach(async () => {
    app = await openApp(target);
    page = app.page;
  });
  afterEach(() => app.close());

  const shot = (name: string) => keepPicture(page, 'brought-file', `${target}-${name}`);
  const installPlugin = async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('textbox', { name: 'Plugin server' }).fill(server.url);
    await page.getByRole('button', { name: 'Update the list' }).click();
    await page.getByRole('link', { name: new RegExp(plugin) }).click();
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByRole('button', { name: 'Install all…' }).waitFor();
  };

  it('is asked for in the plan, dropped, matched, and its package installed', async () => {
    await installPlugin();
    await page.getByRole('button', { name: 'Install all…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(GATED_FILE).waitFor();
    await shot('1-plan');
    await dialog.getByRole('button', { name: 'Install 3 packages' }).click();
    await page.getByText('Partly done').first().waitFor();

    await page.getByRole('link', { name: 'Files', exact: true }).click();
    await page.getByRole('row', { name: new RegExp(GATED_FILE) }).waitFor();
    await dropFiles(page, [path.join(usb, 'holiday.jpg'), path.join(usb, GATED_FILE)]);
    await page.getByText('1 matched · 1 not matched').waitFor();
    await page.getByText('holiday.jpg is no file that a package').waitFor();
    await shot('2-matched');
    await expect.poll(() => readdirSync(path.join(app.dataDir, 'tmp'))).toEqual([]);

    await page.getByRole('button', { name: `Install ${GATED_PACKAGE}` }).click();
    await page.getByRole('region', { name: 'Brought' }).getByText('Installed', { exact: true }).waitFor();
    await page.getByText('No file has to be brought').waitFor();
    await shot('3-installed');

    await page.getByRole('link', { name: 'Queue', exact: true }).click();
    await page.getByRole('article').getByText('1 of 1 done').waitFor();
    await shot('4-queue');
  });

  it('a plugin comes from its archive, without any server', async () => {
    await page.getByRole('link', { name: 'Plugins', exact: true }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'From a file…' }).click(),
    ]);
    await chooser.setFiles(archive);
    await page.getByRole('article').getByText('1 of 1 done').waitFor();
    await page.getByRole('link', { name: 'Plugins', exact: true }).click();
    // The queue names the plugin in links of its own until the other screen is there.
    await page.getByRole('textbox', { name: 'Plugin server' }).waitFor();
    await page
      .getByRole('main')
      .getByRole('link', { name: new RegExp(plugin) })
      .click();
    await page.getByRole('button', { name: 'Install all…' }).waitFor();
    await expect.poll(() => readdirSync(path.join(app.dataDir, 'tmp'))).toEqual([]);
  });
});

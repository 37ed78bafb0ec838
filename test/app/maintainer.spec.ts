import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writePluginFolder } from '../builders/plugin-folder.ts';
import { sha1Of, syntheticFirmware } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders, temporaryFolder } from '../builders/test-engine.ts';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';
import { availableTargets, type LaunchedApp } from './launch.ts';
import { keepPicture, openApp } from './opened-app.ts';

const BROUGHT = 'D10-2.0.7.rom';
const FETCHED = 'D20-2.0.7.rom';

/** The real engine behind the window: from a plugin's folder to a phone's firmware, without a terminal. */
describe.each(availableTargets().filter((target) => target !== 'electron'))('a maintainer on %s', (target) => {
  let root: string;
  let usb: string;
  let server: StaticServer;
  let app: LaunchedApp;
  let page: Page;

  beforeAll(() => {
    usb = mkdtempSync(path.join(tmpdir(), 'provdesk-usb-'));
    writeFileSync(path.join(usb, BROUGHT), syntheticFirmware('brought', 40_001));
    // Where the stand-in for Electron says that chosen files lie.
    process.env.ELECTRON_HOST_FILES = usb;
  });
  afterAll(() => {
    delete process.env.ELECTRON_HOST_FILES;
    rmSync(usb, { recursive: true });
    removeTemporaryFolders();
  });
  beforeEach(async () => {
    root = temporaryFolder('maintainer');
    server = await startStaticServer(root);
    writePluginFolder(path.join(root, 'src'), 'acme-1.0.9', '1.9', {
      'pkgs/pkgs.db': packages(server.url),
      'templates/base.tpl': 'firmware D10-1.0.9.rom',
    });
    writePluginFolder(path.join(root, 'src'), 'broken', '1', { 'pkgs/pkgs.db': '[pkg_a]\nversion: 1\n' });
    writeFileSync(path.join(root, BROUGHT), readFileSync(path.join(usb, BROUGHT)));
    writeFileSync(path.join(root, FETCHED), syntheticFirmware('fetched', 50_001));
    app = await openApp(target);
    page = app.page;
    await page.getByRole('link', { name: 'Publishing', exact: true }).click();
    for (const [label, folder] of [
      ['Plugin sources', 'src'],
      ['Testing', 'testing'],
      ['Stable', 'stable'],
    ] as const) {
      await page.getByLabel(label, { exact: true }).fill(path.join(root, folder));
      await page.getByRole('button', { name: `Use this folder: ${label}` }).click();
    }
    await page.getByRole('row', { name: /acme-1\.0\.9/ }).waitFor();
  });
  afterEach(async () => {
    await app.close();
    await server.stop();
  });

  const shot = (name: string) => keepPicture(page, 'maintainer', `${target}-${name}`);

  it('makes a new firmware version, puts it into testing and stable, and installs it from there', async () => {
    await page
      .getByRole('row', { name: /broken/ })
      .getByText('pkgs/pkgs.db:1')
      .waitFor();
    await page.getByRole('button', { name: 'New version from acme-1.0.9…' }).click();
    await page.getByLabel('New version in place of 1.0.9').fill('2.0.7');
    await expect.poll(() => page.getByLabel('Name of the new plugin').inputValue()).toBe('acme-2.0.7');
    await expect.poll(() => page.getByLabel('Version of the plugin itself').inputValue()).toBe('1.10');
    await shot('1-versions');
    await page.getByRole('button', { name: 'Go on to the files' }).click();
    await expect.poll(() => page.getByLabel('Address of d20').inputValue()).toBe(`${server.url}${FETCHED}`);
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Choose the file for d10…' }).click(),
    ]);
    await chooser.setFiles(path.join(usb, BROUGHT));
    await page.getByText(sha1Of(readFileSync(path.join(usb, BROUGHT)))).waitFor();
    await shot('2-files');
    await page.getByRole('button', { name: 'Measure and review' }).click();
    await page.getByText('Nothing is open').waitFor();
    await page.getByText('templates/base.tpl:1').waitFor();
    await shot('3-review');
    expect(readdirSync(path.join(root, 'src'))).toEqual(['acme-1.0.9', 'broken']);
    expect(readdirSync(root)).not.toContain('testing');

    await page.getByRole('button', { name: 'Write, build and put into testing' }).click();
    await page.getByText('acme-2.0.7 1.10 is in testing').waitFor();
    await shot('4-done');
    expect(readdirSync(path.join(root, 'testing')).sort()).toEqual(['acme-2.0.7-1.10.tar.gz', 'plugins.db']);
    await page.getByRole('link', { name: 'To the plugins' }).click();
    await page.getByRole('button', { name: 'acme-2.0.7 to Stable…' }).click();
    await page.getByRole('dialog').getByText('The channel does not have this plugin yet.').waitFor();
    await shot('5-promotion');
    await page.getByRole('button', { name: 'Put 1.10 into Stable' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await shot('6-promoted');

    await page.getByRole('link', { name: 'Plugins', exact: true }).click();
    await page.getByRole('textbox', { name: 'Plugin server' }).fill(`${server.url}stable/`);
    await page.getByRole('button', { name: 'Update the list' }).click();
    await page.getByRole('link', { name: /acme-2\.0\.7/ }).click();
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByRole('button', { name: 'Install all…' }).click();
    await page.getByRole('button', { name: 'Install 2 packages' }).click();
    await page.getByText('2 of 2 done').first().waitFor();
    await expect.poll(() => readdirSync(path.join(app.dataDir, 'tmp'))).toEqual([]);
  });

  it('tells a broken plugin when all are built, and builds the others; its folders outlive a reload', async () => {
    await page.getByRole('button', { name: 'Build all into testing' }).click();
    await page.getByText('1 plugin is in testing').waitFor();
    await page.getByText('repo.plugin-invalid').waitFor();
    await shot('7-partly-built');
    expect(readdirSync(path.join(root, 'testing')).sort()).toEqual(['acme-1.0.9-1.9.tar.gz', 'plugins.db']);
    await page.reload();
    await page.getByRole('button', { name: 'acme-1.0.9 to Stable…' }).waitFor();
    await expect.poll(() => page.getByLabel('Testing', { exact: true }).inputValue()).toBe(path.join(root, 'testing'));
  });
});

function packages(url: string): string {
  return ['10', '20']
    .map(
      (model) => `[pkg_D${model}-fw]
description: Firmware for Acme D${model}
version: 1.0.9
files: d${model}
install: plain

[file_d${model}]
url: ${url}D${model}-1.0.9.rom
size: 10
sha1sum: 0123456789abcdef0123456789abcdef01234567
`,
    )
    .concat('[install_plain]\na-b: cp $FILE1 firmware/\n')
    .join('\n');
}

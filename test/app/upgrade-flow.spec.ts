import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWindowServer, type WindowServer } from '../../src/main/headless/window-server.ts';
import { anOpenWrtImage } from '../builders/openwrt-image.ts';
import { removeTemporaryFolders, silentLog, startTestEngine, temporaryFolder, type TestEngine } from '../builders/test-engine.ts';
import { QUICK, QUICK_POLICY } from '../builders/upgrade-site.ts';
import { SimulatedDevice } from '../fakes/openwrt/simulated-device.ts';
import { dropFiles } from './drop-files.ts';
import { rootDir } from './harness-node.ts';
import { openBrowser } from './launch.ts';
import { keepPicture } from './opened-app.ts';

const IMAGE = 'openwrt-ramips-mt7621-example_ap-1-v2-squashfs-sysupgrade.bin';

/** The whole engine, routers on real SSH servers, and the built window in a browser, which has to send its files. */
let engine: TestEngine;
let server: WindowServer;
let browser: Browser;
let page: Page;
let good: SimulatedDevice;
let stubborn: SimulatedDevice;
let usb: string;

beforeAll(async () => {
  engine = await startTestEngine({ upgrade: QUICK });
  await engine.client.upgrades.setPolicy(QUICK_POLICY);
  good = await SimulatedDevice.start();
  stubborn = await SimulatedDevice.start({ flash: 'old-again' });
  usb = temporaryFolder('usb');
  writeFileSync(path.join(usb, IMAGE), anOpenWrtImage());
  const damaged = anOpenWrtImage({ version: '24.10.0' });
  damaged[1000] = 0;
  writeFileSync(path.join(usb, 'damaged-sysupgrade.bin'), damaged);
  const rendererDir = process.env['PROVDESK_RENDERER_DIR'] ?? path.join(rootDir, 'out/renderer');
  server = await startWindowServer({ transport: engine.backend, rendererDir, dataDir: engine.dataDir, port: 0, log: silentLog });
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', acceptDownloads: true });
  page.setDefaultTimeout(20_000);
  await page.goto(server.newLink());
  await page.getByRole('navigation').waitFor();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await engine.stop();
  await Promise.all([good.stop(), stubborn.stop()]);
  removeTemporaryFolders();
});

const shot = (name: string) => keepPicture(page, 'upgrade-flow', name);
const dialog = () => page.getByRole('dialog');
const screen = (name: string) => page.getByRole('navigation').getByRole('link', { name }).click();

async function addDevice(name: string, device: SimulatedDevice): Promise<void> {
  await screen('Devices');
  await page.getByRole('button', { name: 'Add a device…' }).click();
  await dialog().getByLabel('SSH address').fill('127.0.0.1');
  await dialog().getByLabel('Port').fill(String(device.port));
  await dialog().getByLabel('Name', { exact: true }).fill(name);
}

it('drops an image, and says of a damaged one why it is none', async () => {
  await screen('Images');
  await page.getByText('No firmware image yet').waitFor();
  await dropFiles(
    page,
    ['damaged-sysupgrade.bin', IMAGE].map((name) => path.join(usb, name)),
    'main section, main div div',
  );
  await dialog().getByText('images.damaged').waitFor();
  await shot('1-damaged');
  await dialog().getByRole('button', { name: 'Leave out' }).click();
  await dialog().getByText('example,ap-1-v2', { exact: true }).waitFor();
  await dialog().getByText('Add an image (2 of 2)').waitFor();
  await dialog().getByLabel('Category').fill('Access points');
  await expect.poll(() => dialog().getByLabel('Build').inputValue()).toBe('23.05.5');
  await shot('2-facts');
  await dialog().getByRole('button', { name: 'Keep image' }).click();
  await page.getByRole('heading', { name: 'Access points 23.05.5' }).waitFor();
  expect(await engine.client.images.list()).toMatchObject([{ name: IMAGE, categoryName: 'Access points' }]);
});

it('adds a device with a credential, and has it identified', async () => {
  await addDevice('AP roof', good);
  await dialog().getByRole('button', { name: 'Credentials…' }).click();
  const credentials = page.getByRole('dialog', { name: 'Credentials for SSH' });
  await credentials.getByLabel('Name', { exact: true }).fill('Site password');
  await credentials.getByLabel('Password', { exact: true }).fill('secret');
  await credentials.getByRole('button', { name: 'Keep credential' }).click();
  await credentials.getByText('not used').waitFor();
  await page.keyboard.press('Escape');
  await credentials.waitFor({ state: 'detached' });
  await dialog().getByRole('checkbox', { name: 'Use Site password' }).check();
  await dialog().getByRole('button', { name: 'Add device' }).click();
  const pane = page.getByRole('complementary', { name: 'Device AP roof' });
  await pane.getByText('Added', { exact: true }).waitFor();
  await pane.getByRole('button', { name: 'Identify' }).click();
  await pane.getByText(/^Identified /).waitFor();
  await pane.getByText('OpenWrt 22.03.5 r20134-5f15225c1e').first().waitFor();
  await shot('3-identified');

  await addDevice('AP cellar', stubborn);
  await dialog().getByRole('checkbox', { name: 'Use Site password' }).check();
  await dialog().getByRole('button', { name: 'Add device' }).click();
  await page.getByRole('complementary', { name: 'Device AP cellar' }).waitFor();
});

it('plans the upgrade of one device, flashes it, and proves by the device itself that it runs the image', async () => {
  await page.getByRole('row', { name: /AP roof/ }).click();
  const pane = page.getByRole('complementary', { name: 'Device AP roof' });
  await pane.getByRole('button', { name: 'Plan an upgrade…' }).click();
  await page.getByLabel('Build', { exact: true }).selectOption({ label: 'Access points 23.05.5' });
  await page.getByRole('row', { name: /AP roof/ }).waitFor();
  await page.getByText(/^\/sbin\/sysupgrade -v/).waitFor();
  await shot('4-plan');
  await page.getByRole('button', { name: 'Flash 1 device…' }).click();
  await shot('5-confirm');
  await dialog().getByRole('button', { name: 'Flash 1 device', exact: true }).click();

  const row = page.getByRole('row', { name: /AP roof/ });
  await row.getByText('Runs the new version').waitFor();
  await page.getByRole('article').getByText('Done', { exact: true }).waitFor();
  await shot('6-done');
  await row.click();
  await page
    .getByRole('list', { name: 'Transcript' })
    .getByText(/^> .*sysupgrade/)
    .waitFor();
  const release = page.getByRole('row', { name: /^Runs/ });
  await expect.poll(() => release.innerText()).toMatch(/22\.03\.5.*23\.05\.5/s);
  await shot('7-evidence');
  expect(good.state.flashes).toBe(1);

  const [backup] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save backup…' }).click()]);
  expect(backup.suggestedFilename()).toMatch(/^backup-AP-roof-[\d-]+\.tar\.gz$/);
  expect(gunzipSync(readFileSync(await backup.path())).includes('config of the site')).toBe(true);
});

it('tells who does not get it and why, and shows a device that runs the old version again as what it is', async () => {
  await page.getByRole('button', { name: 'Plan an upgrade…' }).click();
  await page.getByRole('combobox', { name: 'Who' }).selectOption('all');
  await page.getByText('upgrade.already-installed').waitFor();
  await page.getByText('upgrade.board-unknown').waitFor(); // The other one was never identified.
  await page.getByText('Nobody gets anything').waitFor();
  await page.getByRole('combobox', { name: 'What' }).selectOption('image');
  await page.getByLabel('Image', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('row', { name: /AP cellar.*board not known yet/ }).waitFor();
  await shot('8-plan-again');
  await page.getByRole('button', { name: 'Flash 1 device…' }).click();
  await dialog().getByRole('button', { name: 'Flash 1 device', exact: true }).click();
  await page
    .getByRole('row', { name: /AP cellar/ })
    .getByText('Old version again')
    .waitFor();
  await page.getByRole('button', { name: 'Retry failed' }).waitFor();
  await shot('9-old-again');
});

it('saves the report as a page and as a table, and tells the story with the device', async () => {
  for (const [button, ending, verdict] of [
    ['Report', '.html', 'restarted with the old version'],
    ['CSV', '.csv', 'rebooted-old'],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`upgrade-23.05.5${ending}`);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('AP cellar');
    expect(text).toContain(verdict);
  }
  await screen('Devices');
  await page.getByRole('row', { name: /AP roof/ }).click();
  await page.getByText(/^Runs OpenWrt 23\.05\.5 .* now/).waitFor();
  await page.getByText('It has restarted, and says itself that it runs this build.').waitFor();
  await shot('10-story');
});

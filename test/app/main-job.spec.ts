import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_ID, startDemoServer } from '../builders/demo-server.ts';
import { sha256Of } from '../builders/synthetic-firmware.ts';
import { removeTemporaryFolders } from '../builders/test-engine.ts';
import { bootPhone } from '../fakes/phone/boot-phone.ts';
import { yealink } from '../fakes/phone/yealink.ts';
import type { StaticServer } from '../fakes/static-server.ts';
import { availableTargets, type LaunchedApp } from './launch.ts';
import { keepPicture, openApp } from './opened-app.ts';

const PLUGIN = DEMO_ID;
const FIRMWARE = 'T46U(T43U)-108.99.0.10.rom';
const MAC = '80:5e:c0:aa:00:46';

/** The real engine behind the window, and everything a desk has: a plugin server, a phone. */
describe.each(availableTargets())('the main job on %s', (target) => {
  let server: StaticServer;
  let firmware: Buffer;
  let app: LaunchedApp;
  let page: Page;

  beforeAll(async () => {
    const demo = await startDemoServer();
    server = demo.server;
    firmware = demo.plugin.firmware.get(FIRMWARE) ?? Buffer.alloc(0);
  });
  afterAll(async () => {
    await server.stop();
    removeTemporaryFolders();
  });
  beforeEach(async () => {
    app = await openApp(target);
    page = app.page;
  });
  afterEach(() => app.close());

  const shot = (name: string) => keepPicture(page, 'main-job', `${target}-${name}`);

  /** The addresses that the overview tells the technician to give to phones. */
  const addresses = async () => {
    const text = await page.getByRole('main').innerText();
    const [, http, tftpPort] = /(http:\/\/127\.0\.0\.1:\d+)[\s\S]*tftp:\/\/127\.0\.0\.1:(\d+)/.exec(text) ?? [];
    if (http === undefined || tftpPort === undefined) throw new Error(`no addresses in: ${text}`);
    return { http, tftp: { address: '127.0.0.1', port: Number(tftpPort) } };
  };

  const boot = async (at: Awaited<ReturnType<typeof addresses>>) => {
    const profile = yealink('T46U', { mac: MAC, version: '108.86.0.20' });
    const files = await bootPhone({ profile, server: at, transport: 'http', firmwarePath: `/firmware/${FIRMWARE}` });
    expect(files.at(-1)).toMatchObject({ outcome: 'received', sha256: sha256Of(firmware) });
  };

  const seesTheDevice = async () => {
    const row = page.getByRole('row', { name: new RegExp(MAC) });
    await row.waitFor();
    await expect
      .poll(async () => (await row.innerText()).replace(/\s+/g, ' '))
      .toMatch(/Yealink T46U 108\.86\.0\.20 provdesk-demo-yealink .*Fetched/);
  };

  it('by clicks: serve, install a plugin and all its packages, watch a phone fetch its firmware', async () => {
    await shot('0-first-day');
    for (const box of await page
      .getByRole('group', { name: 'Network interfaces' })
      .getByRole('checkbox', { checked: true })
      .all())
      await box.uncheck();
    await page.getByRole('checkbox', { name: /^127\.0\.0\.1/ }).check();
    await page.getByRole('textbox', { name: 'HTTP port' }).fill('0');
    await page.getByRole('textbox', { name: 'TFTP port' }).fill('0');
    await page.getByRole('button', { name: 'Start serving' }).click();
    await page.getByRole('heading', { name: 'Serving', exact: true }).waitFor();
    const at = await addresses();
    await shot('1-serving');

    await page
      .getByRole('link', { name: /Plugins/ })
      .first()
      .click();
    await page.getByRole('textbox', { name: 'Plugin server' }).fill(server.url);
    await page.getByRole('button', { name: 'Update the list' }).click();
    await page.getByRole('link', { name: new RegExp(PLUGIN) }).click();
    await shot('2-catalogue');
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByRole('button', { name: 'Install all…' }).click();
    await page.getByRole('button', { name: 'Install 4 packages' }).click();
    await page.getByRole('button', { name: 'All installed' }).waitFor();
    await shot('3-all-installed');

    await boot(at);
    await page.getByRole('link', { name: /Devices/ }).click();
    await seesTheDevice();
    await shot('4-devices');
    await page.getByRole('row', { name: new RegExp(MAC) }).click();
    await page
      .getByRole('complementary', { name: /Device/ })
      .or(page.getByRole('region', { name: /Device/ }))
      .first()
      .waitFor();
    await shot('5-device-story');

    await page.getByRole('link', { name: /Journal/ }).click();
    await page
      .getByRole('row', { name: /T46U\(T43U\)-108\.99\.0\.10\.rom.*Sent/ })
      .first()
      .waitFor();
    await page.getByRole('searchbox').fill('boot');
    await expect.poll(() => page.getByRole('row', { name: /\.rom/ }).count()).toBe(0);
    await shot('6-journal-filtered');
  });

  it('by keyboard alone', async () => {
    await page.getByRole('checkbox', { name: /^127\.0\.0\.1/ }).waitFor();
    await tabTo(page, /^192\.|^10\.|^172\.|^127\.0\.0\.1|^[0-9a-f:]+ /);
    await untickAllBut(page, /^127\.0\.0\.1/);
    await tabTo(page, /^HTTP port$/);
    await page.keyboard.type('0');
    await tabTo(page, /^TFTP port$/);
    await page.keyboard.type('0');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Serving', exact: true }).waitFor();
    const at = await addresses();

    await page.keyboard.press('Alt+2');
    await page.getByRole('textbox', { name: 'Plugin server' }).waitFor();
    await tabTo(page, /^Plugin server$/);
    await page.keyboard.type(server.url);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: new RegExp(PLUGIN) }).waitFor();
    await page.keyboard.press('Alt+2');
    await tabTo(page, /^Find by model/);
    await page.keyboard.type('t46');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Install', exact: true }).waitFor();
    await tabTo(page, /^Install$/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Install all…' }).waitFor();
    await tabTo(page, /^Install all…/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Install 4 packages' }).waitFor();
    await tabTo(page, /^Install 4 packages$/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'All installed' }).waitFor();

    await boot(at);
    await page.keyboard.press('Alt+3');
    await seesTheDevice();
    await shot('7-devices-by-keyboard');
  });

  it('shows a port that is taken as a failure with its owner and what to do, and lets the user go on', async () => {
    const taken = new URL(server.url).port;
    for (const box of await page
      .getByRole('group', { name: 'Network interfaces' })
      .getByRole('checkbox', { checked: true })
      .all())
      await box.uncheck();
    await page.getByRole('checkbox', { name: /^127\.0\.0\.1/ }).check();
    await page.getByRole('textbox', { name: 'HTTP port' }).fill(taken);
    await page.getByRole('textbox', { name: 'TFTP port' }).fill('0');
    await page.getByRole('button', { name: 'Start serving' }).click();
    await page
      .getByText(new RegExp(`Port ${taken} on 127\\.0\\.0\\.1 .* is taken by node \\(process ${process.pid}\\)`))
      .waitFor();
    await shot('8-port-taken');
    await page.getByRole('textbox', { name: 'HTTP port' }).fill('0');
    await page.getByRole('button', { name: 'Start serving' }).click();
    await page.getByRole('heading', { name: 'Serving', exact: true }).waitFor();
  });
});

/** What assistive technology would call the element that has the focus. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    return (element?.getAttribute('aria-label') ?? (element?.labels?.[0]?.innerText || element?.innerText) ?? '').trim();
  });
}

/** Goes from control to control, as a person would, until one with this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let stop = 0; stop < 120; stop += 1) {
    if (name.test(await focusedName(page))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by Tab to ${name}`);
}

/** From the first interface on: Space on each that is not as wanted. */
async function untickAllBut(page: Page, wanted: RegExp): Promise<void> {
  for (let stop = 0; stop < 20; stop += 1) {
    const name = await focusedName(page);
    const checked = await page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.checked);
    if (checked === undefined || /^(HTTP|TFTP)/.test(name)) return;
    if (checked !== wanted.test(name)) await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
  }
}

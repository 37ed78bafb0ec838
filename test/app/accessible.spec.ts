import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousViolations } from './axe.ts';
import { startWindows, takeScreenshot, type Windows } from './scripted-window.ts';
import { configured, firstDay, idle, type Site, workingMorning } from './site.ts';
import { interrupted, partlyDone, runningInstallAll } from './site-operations.ts';

let windows: Windows;

beforeAll(async () => {
  windows = await startWindows();
});
afterAll(() => windows.close());

const states: [name: string, hash: string, site: () => Site][] = [
  ['overview-first', '#/overview', firstDay],
  ['overview-working', '#/overview', workingMorning],
  ['plugins-none', '#/plugins', firstDay],
  ['plugins-choose', '#/plugins', workingMorning],
  ['plugins-available', '#/plugins/wazo-aastra-5.0.0', workingMorning],
  ['plugins-installed', '#/plugins/wazo-yealink-v86', workingMorning],
  ['plugins-running', '#/plugins/wazo-yealink-v86', () => ({ ...workingMorning(), operations: [runningInstallAll()] })],
  ['plugins-partial', '#/plugins/wazo-yealink-v86', () => ({ ...workingMorning(), operations: [partlyDone()] })],
  ['devices-none', '#/devices', firstDay],
  ['devices-list', '#/devices', workingMorning],
  ['devices-open', '#/devices/80:5e:c0:12:00:03', workingMorning],
  ['devices-configured', '#/devices/80:5e:c0:12:00:03', () => configured(workingMorning())],
  ['journal-none', '#/journal', firstDay],
  ['journal-live', '#/journal', workingMorning],
  ['overview-interrupted', '#/overview', () => ({ ...workingMorning(), operations: [interrupted()] })],
  ['transfers-none', '#/transfers', firstDay],
  ['transfers-idle', '#/transfers', () => idle(workingMorning())],
  ['transfers-list', '#/transfers', workingMorning],
  ['queue-none', '#/queue', firstDay],
  ['queue-running', '#/queue', () => ({ ...workingMorning(), operations: [runningInstallAll()] })],
  ['queue-partial', '#/queue', () => ({ ...workingMorning(), operations: [partlyDone()] })],
  ['files-none', '#/files', firstDay],
  ['files-wanted', '#/files', workingMorning],
  ['links-none', '#/links', firstDay],
  ['links-list', '#/links/*', workingMorning],
  ['console-first', '#/console', workingMorning],
  ['maintainer-none', '#/maintainer', firstDay],
  ['maintainer-desk', '#/maintainer', workingMorning],
  ['maintainer-new', '#/maintainer/wazo-yealink-v86', workingMorning],
];

const looks = [
  ['light', 'en'],
  ['dark', 'fr'],
] as const;

it.each(
  looks.flatMap(([appearance, language]) => states.map(([name, hash, site]) => ({ appearance, language, name, hash, site }))),
)(
  'has nothing that axe finds serious, and no complaint: $name, $appearance, $language',
  async ({ appearance, language, name, hash, site }) => {
    const window = await windows.open({ ...site(), settings: { language, appearance } }, hash);
    try {
      await window.page.waitForFunction((lang) => document.documentElement.lang === lang, language);
      await takeScreenshot(window.page, `${name}-${language}-${appearance}`);
      expect(await seriousViolations(window.page)).toEqual([]);
      expect(window.complaints).toEqual([]);
    } finally {
      await window.close();
    }
  },
);

it.each(['dialog', 'settings', 'network', 'shortcuts', 'plan', 'upgrade', 'test'])(
  'has nothing that axe finds serious in the open %s',
  async (what) => {
    const plugin = what === 'upgrade' ? 'wazo-snom-10.1.184.15' : 'wazo-yealink-v86';
    const window = await windows.open(workingMorning(), `#/plugins/${plugin}`);
    const { page } = window;
    try {
      if (what === 'dialog') await page.getByRole('button', { name: 'Uninstall', exact: true }).first().click();
      if (what === 'settings') await page.getByRole('button', { name: 'Settings' }).click();
      if (what === 'network') {
        await page.getByRole('button', { name: 'Settings' }).click();
        await page.getByRole('button', { name: 'Proxies and sign-ins…' }).click();
        await page.getByLabel('Server or proxy').waitFor();
      }
      if (what === 'shortcuts') await page.keyboard.press('?');
      if (what === 'test') await page.keyboard.press('t');
      if (what === 'plan') await page.getByRole('button', { name: 'Install all (5)…' }).click();
      if (what === 'upgrade') await page.getByRole('button', { name: 'Update to 2.0.0…' }).click();
      const dialog = page.locator('[role="dialog"]');
      await dialog.waitFor();
      if (what === 'plan') await dialog.getByRole('grid').waitFor();
      if (what === 'upgrade') await dialog.getByText('D785-fw').waitFor();
      await takeScreenshot(page, `open-${what}`);
      expect(await seriousViolations(page)).toEqual([]);
    } finally {
      await window.close();
    }
  },
);

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWindows, type Windows } from './scripted-window.ts';
import { firstDay, workingMorning } from './site.ts';
import { upgradingMorning } from './site-upgrading.ts';
import { partlyDone, runningInstallAll } from './site-operations.ts';

let windows: Windows;
beforeAll(async () => {
  windows = await startWindows();
});
afterAll(() => windows.close());

/** A key that has no words shows itself: `devices.empty`. Codes and file names look alike and are left out. */
const RAW_KEY =
  /\b(app|settings|network|shortcuts|common|serving|counters|transfers|latest|next|plugins|packages|operation|plan|upgrade|queue|files|storage|links|devices|journal|console|maintainer|images|ssh|rollout|flash)\.[a-z]+[A-Za-z_-]*/g;
const CODES =
  /^(files\.not-wanted|upgrade\.(deactivated|no-image|old-version-back|not-back|wrong-board)|source\.status|packages\.(digest-mismatch|file-missing|invalid)|plugins\.(db|entry-invalid))$/;

it.each([
  ['en', 'Overview'],
  ['fr', 'Aperçu'],
  ['de', 'Übersicht'],
  ['es', 'Resumen'],
] as const)('speaks %s on every screen, and shows no raw key', async (language, overview) => {
  for (const operation of [undefined, partlyDone(), runningInstallAll()]) {
    const site = operation ? { ...upgradingMorning(), operations: [operation] } : firstDay();
    const window = await windows.open({ ...site, settings: { language, appearance: 'light' } });
    try {
      await window.page.locator('nav').getByText(overview).waitFor();
      for (const hash of [
        '#/overview',
        '#/plugins/wazo-yealink-v86',
        '#/plugins/wazo-cisco-sccp-9.4',
        '#/devices',
        '#/devices/80:5e:c0:12:00:03',
        '#/journal',
        '#/queue',
        '#/files',
        '#/links/*',
        '#/devices/router-2',
        '#/upgrades',
        '#/upgrades/batch-1%2Fop-7',
        '#/upgrades/new',
        '#/images',
        '#/console',
        '#/maintainer',
        '#/maintainer/wazo-yealink-v86',
      ]) {
        await window.goTo(hash);
        const shown = await window.page.evaluate(() => {
          const labels = [...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap((element) =>
            ['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? ''),
          );
          // Statements are the same in every language, and look like keys.
          const statements = [...document.querySelectorAll<HTMLElement>('.mono')].map((element) => element.innerText);
          const text = statements.reduce((rest, statement) => rest.replace(statement, ''), document.body.innerText);
          return [text, ...labels].join('\n');
        });
        expect(
          (shown.match(RAW_KEY) ?? []).filter((key) => !CODES.test(key)),
          `${language} ${hash}`,
        ).toEqual([]);
        expect(shown, `${language} ${hash}`).not.toMatch(/\{\{|undefined|NaN/);
      }
    } finally {
      await window.close();
    }
  }
});

it.each(['en', 'fr', 'de', 'es'] as const)('cuts no state, count or button short in %s on a small laptop', async (language) => {
  for (const operation of [partlyDone(), runningInstallAll()]) {
    const site = { ...workingMorning(), operations: [operation], settings: { language, appearance: 'light' as const } };
    const window = await windows.open(site);
    try {
      await window.page.setViewportSize({ width: 1024, height: 700 });
      for (const [hash, places] of [
        [
          '#/queue',
          'main li a > span:last-of-type *, main [role="gridcell"]:not(:first-child) *, main [role="gridcell"]:last-child',
        ],
        ['#/plugins/wazo-yealink-v86', 'main td *'],
      ] as const) {
        await window.goTo(hash);
        await window.page.locator(places).first().waitFor();
        const cut = await window.page.locator(places).evaluateAll((all) =>
          all
            .filter((each): each is HTMLElement => each instanceof HTMLElement && each.scrollWidth > each.clientWidth)
            .filter((each) => getComputedStyle(each).textOverflow === 'ellipsis')
            .map((each) => each.innerText),
        );
        expect(cut, hash).toEqual([]);
      }
      for (const width of [1024, 1160, 1221, 1280]) {
        await window.page.setViewportSize({ width, height: 800 });
        const over = () =>
          window.page
            .locator('main table')
            .evaluateAll((all) => all.filter((table) => table.clientWidth > (table.parentElement?.clientWidth ?? 0)).length);
        await expect.poll(over, { message: `tables wider than their panel at ${width}` }).toBe(0);
      }
      await window.page.getByRole('banner').locator('button[aria-haspopup="dialog"]').click();
      const button = window.page.locator('[role="dialog"] button .mantine-Button-label');
      await button.waitFor();
      await expect.poll(() => button.evaluate((label) => label.scrollWidth <= label.clientWidth)).toBe(true);
    } finally {
      await window.close();
    }
  }
});

it('changes the language and the appearance at once, from the menu', async () => {
  const window = await windows.open(workingMorning());
  const { page } = window;
  try {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Language').selectOption({ label: 'Français' });
    await page.locator('nav').getByText('Appareils').waitFor();
    await page.getByLabel('Apparence').selectOption({ label: 'Sombre' });
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    expect(window.engine.site.settings).toEqual({ language: 'fr', appearance: 'dark' });
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('fr');
  } finally {
    await window.close();
  }
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './axe.ts';
import { startWindows, takeScreenshot, type Windows } from './scripted-window.ts';
import { firstDay } from './site.ts';
import { upgradingMorning } from './site-upgrading.ts';

let windows: Windows;
beforeAll(async () => {
  windows = await startWindows();
});
afterAll(() => windows.close());

const filled: [name: string, hash: string, after?: (page: Page) => Promise<void>][] = [
  ['devices-router', '#/devices/router-2'],
  ['upgrades-board', '#/upgrades/batch-1'],
  ['upgrades-operation', '#/upgrades/batch-1%2Fop-0'],
  ['upgrades-no-return', '#/upgrades/batch-1%2Fop-2'],
  ['upgrades-unknown', '#/upgrades/none'],
  ['upgrades-new', '#/upgrades/new'],
  ['upgrades-plan', '#/upgrades/new', (page) => chooseBuild(page)],
  ['images-build', '#/images/build-1'],
];
const empty = ['#/upgrades', '#/upgrades/new', '#/images', '#/devices'];

async function chooseBuild(page: Page): Promise<void> {
  await page.locator('form select').nth(1).selectOption('build-1');
  await page.getByText('/sbin/sysupgrade').waitFor();
}

describe.each([
  ['light', 'en'],
  ['dark', 'de'],
] as const)('%s, %s, at 1280 × 800', (appearance, language) => {
  it('has nothing that axe finds serious, no complaint, and no state cut short', async () => {
    const window = await windows.open({ ...upgradingMorning(), settings: { language, appearance } });
    const { page } = window;
    try {
      for (const [name, hash, after] of filled) {
        await window.goTo(hash);
        await after?.(page);
        await takeScreenshot(page, `${name}-${language}-${appearance}`);
        expect({ name, found: await seriousViolations(page) }).toEqual({ name, found: [] });
        expect({ name, cut: await cutShort(page) }).toEqual({ name, cut: [] });
      }
      expect(window.complaints).toEqual([]);
    } finally {
      await window.close();
    }
  });

  it('leads a newcomer on from every empty screen', async () => {
    const window = await windows.open({ ...firstDay(), settings: { language, appearance } });
    try {
      for (const hash of empty) {
        await window.goTo(hash);
        await window.page.locator('main button').first().waitFor();
        await takeScreenshot(window.page, `${hash.slice(2).replace('/', '-')}-first-${language}-${appearance}`);
        expect({ hash, found: await seriousViolations(window.page) }).toEqual({ hash, found: [] });
      }
      expect(window.complaints).toEqual([]);
    } finally {
      await window.close();
    }
  });

  it('has nothing that axe finds serious in its dialogs', async () => {
    const window = await windows.open({ ...upgradingMorning(), settings: { language, appearance } }, '#/devices/router-2');
    const { page } = window;
    const dialog = page.getByRole('dialog');
    const look = async (name: string) => {
      await dialog.waitFor();
      await takeScreenshot(page, `open-${name}-${language}-${appearance}`);
      expect({ name, found: await seriousViolations(page) }).toEqual({ name, found: [] });
    };
    try {
      await page.getByRole('complementary').locator('header button').first().click();
      await look('device');
      await page.keyboard.press('Escape');
      await page.getByRole('complementary').locator('section > div button').last().click();
      await look('forget-keys');
      await page.keyboard.press('Escape');
      await page.locator('main button:has(svg.tabler-icon-key)').click();
      await look('credentials');
      await page.keyboard.press('Escape');
      await window.goTo('#/upgrades/new');
      await chooseBuild(page);
      const options = page.locator('fieldset').nth(2).getByRole('checkbox');
      for (const risky of [2, 6]) await options.nth(risky).check(); // -n, -F
      await page.locator('footer > button:not([disabled])').click();
      await look('flash');
      await page.keyboard.press('Escape');
      // The way to each is the last one at the foot of its list; the narrow window has less room for it.
      for (const [name, hash] of [
        ['policy', '#/upgrades/batch-1'],
        ['image-types', '#/images/build-1'],
      ] as const) {
        await page.setViewportSize({ width: 1024, height: 700 });
        await window.goTo(hash);
        await takeScreenshot(page, `${name}-foot-${language}-${appearance}`);
        await page.locator('main p > button').last().click();
        await look(`${name}-narrow`);
        await page.setViewportSize({ width: 1280, height: 800 });
        await look(name);
        await page.keyboard.press('Escape');
      }
    } finally {
      await window.close();
    }
  });
});

describe.each(['en', 'de', 'fr', 'es'] as const)('narrow, %s, at 1024 × 700', (language) => {
  it('cuts no state, no figure, no version and no button short', async () => {
    const window = await windows.open({ ...upgradingMorning(), settings: { language, appearance: 'light' } });
    const { page } = window;
    try {
      await page.setViewportSize({ width: 1024, height: 700 });
      for (const [name, hash, after] of filled) {
        await window.goTo(hash);
        await after?.(page);
        await takeScreenshot(page, `${name}-${language}-narrow`);
        // Images are told by names, which may be cut.
        if (!name.startsWith('images')) expect.soft({ name, cut: await cutShort(page) }).toEqual({ name, cut: [] });
        expect.soft({ name, chosen: await cutInSelects(page) }).toEqual({ name, chosen: [] });
      }
    } finally {
      await window.close();
    }
  });
});

/** Marks, buttons and columns of figures whose words do not fit; names and paths may be cut, and tell themselves on hovering. */
async function cutShort(page: Page): Promise<string[]> {
  return await page
    .locator(
      'nav a span, main [data-tone] > span, main button .mantine-Button-label, main [role="columnheader"] span, main [aria-current] *',
    )
    .evaluateAll((all) =>
      all
        .filter((each): each is HTMLElement => each instanceof HTMLElement && each.scrollWidth > each.clientWidth + 1)
        .filter((each) => each.matches('.mantine-Button-label') || getComputedStyle(each).textOverflow === 'ellipsis')
        .map((each) => each.innerText),
    );
}

/** What was chosen in fields that have no room for it: no mark tells of that but the end of the words. */
async function cutInSelects(page: Page): Promise<string[]> {
  return await page.locator('main select').evaluateAll((all) => {
    const pen = document.createElement('canvas').getContext('2d');
    return all
      .filter((each): each is HTMLSelectElement => each instanceof HTMLSelectElement)
      .map((each) => ({ each, text: each.selectedOptions[0]?.text ?? '', style: getComputedStyle(each) }))
      .filter(({ each, text, style }) => {
        if (!pen) throw new Error('nothing to measure with');
        pen.font = style.font;
        return pen.measureText(text).width > each.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      })
      .map(({ text }) => text);
  });
}

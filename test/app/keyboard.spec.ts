import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ScriptedWindow, startWindows, type Windows } from './scripted-window.ts';
import { firstDay, workingMorning } from './site.ts';
import { runningInstallAll } from './site-operations.ts';

let windows: Windows;
let window: ScriptedWindow;
let page: Page;

beforeAll(async () => {
  windows = await startWindows();
});
beforeEach(async () => {
  window = await windows.open(workingMorning());
  page = window.page;
});
afterEach(() => window.close());
afterAll(() => windows.close());

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const hash = () => page.evaluate(() => decodeURIComponent(location.hash));

it.each([
  [['g', 'p'], '#/plugins'],
  [['g', 'd'], '#/devices'],
  [['g', 'j'], '#/journal'],
  [['Alt+3'], '#/devices'],
  [['Control+4'], '#/journal'],
  [['g', 'q'], '#/queue'],
  [['g', 'f'], '#/files'],
  [['g', 'l'], '#/links'],
  [['g', 't'], '#/transfers'],
  [['Alt+6'], '#/queue'],
  [['g', 'u'], '#/upgrades'],
  [['Alt+9'], '#/upgrades'],
])('goes with %j to %s', async (keys, where) => {
  await press(...keys);
  await expect.poll(hash).toBe(where);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
});

it('types letters into a field and does not go anywhere', async () => {
  await window.goTo('#/journal');
  await press('/', 'g', 'd', '?');
  await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('gd?');
  expect(await hash()).toBe('#/journal');
});

it('finds a device, walks the rows, opens one and comes back, without a mouse', async () => {
  await window.goTo('#/devices');
  await press('/', ...'t46u', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  const active = () =>
    page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant');
      return (id && document.getElementById(id)?.innerText) ?? '';
    });
  await expect.poll(active).toContain('T46U');
  await press('Enter');
  await expect.poll(hash).toMatch(/^#\/devices\/80:5e:c0:12/);
  // A person sees the pane before closing it.
  await page.getByRole('complementary', { name: /^Device/ }).waitFor();
  await press('Escape');
  await expect.poll(hash).toBe('#/devices');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
  expect(window.engine.asked.map(([name]) => name)).not.toContain('devices.remove');
});

it('walks to the last of thousands of rows and back', async () => {
  await window.goTo('#/journal');
  await page.getByRole('grid').focus();
  await press('End');
  await page.getByText('Engine 0.1.0 started').waitFor();
  await press('Home');
  await expect.poll(() => page.getByRole('grid').evaluate((grid) => grid.scrollTop)).toBe(0);
});

it('installs everything of a plugin by keyboard alone', async () => {
  await press('g', 'p');
  await page.getByRole('searchbox').waitFor();
  await press('/', ...'t46u', 'ArrowDown', 'Enter');
  await page.getByRole('heading', { name: 'wazo-yealink-v86' }).waitFor();
  await tabTo('Install all (5)…');
  await press('Enter');
  // The one button of the plan has the focus as soon as the plan is there.
  await page.getByRole('button', { name: 'Install 3 packages' }).and(page.locator(':focus')).waitFor();
  await press('Enter');
  await expect.poll(() => window.engine.asked).toContainEqual(['packages.installAll', { plugin: 'wazo-yealink-v86' }]);
  // The plan has a “Cancel” too, until the answer is there.
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  window.engine.tell('operations.changed', runningInstallAll());
  await page.getByRole('region', { name: /^Installing all packages for wazo-yealink-v86/ }).waitFor();
  await tabTo('Cancel', 'Shift+Tab');
  await press('Enter');
  await expect.poll(() => window.engine.asked.map(([name]) => name)).toContain('operations.cancel');
});

it('starts serving by keyboard alone', async () => {
  await window.close();
  window = await windows.open(firstDay());
  page = window.page;
  await tabTo('Start serving');
  await press('Enter');
  await page.getByRole('heading', { name: 'Serving', exact: true }).waitFor();
});

it('shows the shortcuts, and closes them with Escape', async () => {
  await press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

/** Goes from control to control, as a person would, until the named one has the focus. */
async function tabTo(name: string, key = 'Tab'): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().waitFor();
  for (let stop = 0; stop < 80; stop += 1) {
    await page.keyboard.press(key);
    const focused = await page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText.trim() ?? '');
    if (focused === name) return;
  }
  throw new Error(`no way by ${key} to “${name}”`);
}

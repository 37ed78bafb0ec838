import { expect, it } from 'vitest';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { seriousViolations } from './axe.ts';
import { morning } from './morning.ts';
import { type ScriptedWindow, takeScreenshot } from './scripted-window.ts';
import type { Site } from './site.ts';
import { aBatch, anOperation } from './site-batches.ts';
import { upgradingMorning } from './site-upgrading.ts';
import { windowsPerTest } from './windows-per-test.ts';

const openWindow = windowsPerTest();
let window: ScriptedWindow;
const MISSED = morning - 11 * 3_600_000;

/** A board of an upgrade that should have begun last night, and did not. */
async function openMissed(settings?: Site['settings']) {
  const site = upgradingMorning();
  const none = { succeeded: 0, failed: 0, aborted: 0, cancelled: 0 };
  const scheduled = aBatch({ state: 'scheduled', startAt: MISSED, ...none });
  const missed = { ...scheduled, state: 'paused', pausedFor: { missed: MISSED }, revision: 2 } as const;
  site.upgrades.batches = [scheduled, ...site.upgrades.batches.slice(1)];
  site.upgrades.operations = site.upgrades.operations.map((_, index) => anOperation(index));
  window = await openWindow(settings ? { ...site, settings } : site, '#/upgrades/batch-1');
  Object.assign(scheduled, missed);
  window.engine.tell('upgrades.changed', { operations: [], batches: [missed] });
  await window.page.locator('main [role="status"]').waitFor();
  return window.page;
}
const asked = () => window.engine.asked.flatMap(([called, input]) => (called === 'upgrades.resumeBatch' ? [input] : []));
const local = (instant: number) => {
  const time = new Date(instant);
  return new Date(instant - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

it('begins now what missed its time', async () => {
  const page = await openMissed();
  await page.getByText(/passed while nobody was here to begin it/).waitFor();
  expect(await page.getByText(/^Begun /).count()).toBe(0);
  await page.getByRole('button', { name: 'Begin now' }).click();
  await expect.poll(asked).toEqual([{ id: 'batch-1' }]);
  await page.getByRole('button', { name: 'Pause' }).waitFor();
});

it('gives it another time by keyboard alone, and only one that lies ahead', async () => {
  const page = await openMissed();
  await page.getByRole('button', { name: 'Begin now' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const field = page.getByLabel('Day and time');
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
  // At the same time of the day, the next time that it comes.
  expect(Date.parse(await field.inputValue())).toBeGreaterThan(Date.now());
  expect((await field.inputValue()).slice(10)).toBe(local(MISSED).slice(10));
  const zone = new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
  await page.getByText(`Time zone: ${zone}, GMT`).waitFor();
  const save = page.getByRole('dialog').getByRole('button', { name: 'Reschedule' });
  for (const wrong of [local(Date.now() - 3_600_000), '']) {
    await field.fill(wrong);
    await page.getByText('Choose a time that lies ahead.').waitFor();
    await expect.poll(() => save.isDisabled()).toBe(true);
  }
  const tomorrow = local(Date.now() + 86_400_000);
  await field.fill(tomorrow);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(asked()).toEqual([{ id: 'batch-1', startAt: Date.parse(tomorrow) }]);
  // Now it waits for that time, which can be changed as well.
  await page.getByRole('article').getByText('Scheduled').waitFor();
  await page.getByRole('button', { name: 'Reschedule…' }).click();
  expect(await field.inputValue()).toBe(tomorrow);
});

it('says why another time cannot be, and keeps what was chosen', async () => {
  const page = await openMissed();
  window.engine.refuse('upgrades.resumeBatch', new ProvdeskError('upgrade.start-too-far', { days: 180 }));
  await page.getByRole('button', { name: 'Reschedule…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Day and time').fill('2090-01-01T06:00');
  await dialog.getByRole('button', { name: 'Reschedule' }).click();
  await dialog.getByText('upgrade.start-too-far').waitFor();
  expect(await dialog.getByLabel('Day and time').inputValue()).toBe('2090-01-01T06:00');
});

it.each([
  ['en', 'light', 1280, 800],
  ['de', 'dark', 1024, 700],
  ['fr', 'light', 1024, 700],
] as const)('is whole in %s, %s, at %i × %i', async (language, appearance, width, height) => {
  const page = await openMissed({ language, appearance });
  await page.setViewportSize({ width, height });
  const look = async (name: string) => {
    await takeScreenshot(page, `${name}-${language}-${appearance}`);
    expect(await seriousViolations(page)).toEqual([]);
  };
  const button = page.locator('main button:has(svg.tabler-icon-calendar-clock)');
  await button.waitFor();
  const cut = await page
    .locator('main button .mantine-Button-label')
    .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth + 1).length);
  expect(cut).toBe(0);
  await look('upgrade-missed');
  await button.click();
  await page.getByRole('dialog').waitFor();
  await look('upgrade-reschedule');
});

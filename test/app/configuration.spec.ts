import { expect, it } from 'vitest';
import { seriousViolations } from './axe.ts';
import { takeScreenshot } from './scripted-window.ts';
import { aDevice, configured, workingMorning } from './site.ts';
import { windowsPerTest } from './windows-per-test.ts';

const open = windowsPerTest();
const device = aDevice(3);
const hash = `#/devices/${device.id}`;
const told = { kind: 'device', device: device.id };

it('gives a device parameters by the keyboard alone, one after another, and leaves by Escape', async () => {
  const { page, engine } = await open(workingMorning(), hash);
  const part = page.getByRole('region', { name: 'Configuration' });
  await part.getByRole('button', { name: 'Add a parameter' }).press('Enter');
  for (const [name, value] of [
    ['account.1.label', 'Reception = 2nd floor'],
    ['linekey.1.type', '15'],
  ]) {
    await expect.poll(() => page.evaluate(() => document.activeElement?.matches('form input'))).toBe(true);
    await page.keyboard.type(name ?? '');
    await page.keyboard.press('Tab');
    await page.keyboard.type(value ?? '');
    await page.keyboard.press('Enter');
    await part.locator('dt', { hasText: name ?? '' }).waitFor();
  }
  await page.keyboard.press('Escape');
  await part.getByLabel('Value').waitFor({ state: 'detached' });
  expect(await part.getByRole('button', { name: 'Add a parameter' }).evaluate((it) => it === document.activeElement)).toBe(true);
  expect(engine.asked.filter(([name]) => name === 'devices.configure').map(([, input]) => input)).toMatchObject([
    { of: told, set: [{ name: 'account.1.label', value: 'Reception = 2nd floor' }] },
    { of: told, set: [{ name: 'linekey.1.type', value: '15' }] },
  ]);
});

it('changes and takes away a device’s own, and gives it its own value in place of all of its vendor’s', async () => {
  const { page } = await open(configured(workingMorning()), hash);
  const part = page.getByRole('region', { name: 'Configuration' });
  expect(await part.getByRole('button', { name: 'Remove local_time.time_zone' }).count()).toBe(0);
  await part.getByRole('button', { name: 'Change account.1.label' }).click();
  await part.getByLabel('Value').fill('Lobby');
  await part.getByRole('button', { name: 'Keep' }).click();
  await part.locator('dd', { hasText: 'Lobby' }).waitFor();
  await part.getByRole('button', { name: 'Change local_time.time_zone' }).click();
  await part.getByText('Of all Yealink now.').waitFor();
  await part.getByLabel('Value').fill('+2');
  await page.keyboard.press('Enter');
  await part.getByRole('button', { name: 'Remove local_time.time_zone' }).click();
  await part.locator('dt', { hasText: 'local_time.time_zone' }).waitFor({ state: 'detached' });
});

it('gives all of its vendor a parameter, and takes it from all of them in its form alone', async () => {
  const { page, engine } = await open(configured(workingMorning()), hash);
  const part = page.getByRole('region', { name: 'Configuration' });
  await part.getByRole('button', { name: 'Add a parameter' }).click();
  await part.getByLabel('Parameter').fill('voice.tone.country');
  await part.getByLabel('Value').fill('France');
  await part.getByLabel('For all Yealink devices').check();
  await part.getByText('unless it has a value of its own').waitFor();
  await takeScreenshot(page, 'configuration-for-all');
  await part.getByLabel('Value').press('Enter');
  await part.locator('dd', { hasText: 'France of all Yealink' }).waitFor();
  await part.getByRole('button', { name: 'Change account.1.label' }).click();
  expect(await part.getByLabel('For all Yealink devices').count()).toBe(0);
  await part.getByRole('button', { name: 'Change voice.tone.country' }).click();
  expect(await part.getByRole('button', { name: 'Remove for all Yealink' }).count()).toBe(0);
  await part.getByLabel('For all Yealink devices').check();
  await part.getByRole('button', { name: 'Remove for all Yealink' }).click();
  await part.locator('dt', { hasText: 'voice.tone.country' }).waitFor({ state: 'detached' });
  const of = { kind: 'vendor', vendor: 'Yealink' };
  expect(engine.asked.filter(([name]) => name === 'devices.configure').map(([, input]) => input)).toMatchObject([
    { of, set: [{ name: 'voice.tone.country', value: 'France' }] },
    { of, unset: ['voice.tone.country'] },
  ]);
});

it('says in place what is refused, and keeps what was typed', async () => {
  const { page } = await open(workingMorning(), hash);
  const part = page.getByRole('region', { name: 'Configuration' });
  await part.getByRole('button', { name: 'Add a parameter' }).click();
  await part.getByLabel('Parameter').fill('account.1.password');
  await part.getByLabel('Value').fill('1234');
  await page.keyboard.press('Enter');
  await part.getByRole('alert').getByText('devices.parameter-secret').waitFor();
  expect(await part.getByLabel('Value').inputValue()).toBe('1234');
});

it.each([
  ['en', 1280, 800, 'light'],
  ['de', 1024, 700, 'dark'],
  ['fr', 1024, 700, 'light'],
  ['es', 1280, 800, 'dark'],
] as const)('stays whole and readable in %s at %i x %i, %s', async (language, width, height, appearance) => {
  const { page } = await open({ ...configured(workingMorning()), settings: { language, appearance } }, hash);
  await page.setViewportSize({ width, height });
  await page.locator('section header button').last().click();
  await page.locator('form input').first().waitFor();
  await takeScreenshot(page, `configuration-${language}-${width}`);
  expect(await page.locator('section form').evaluate((form) => form.scrollWidth <= form.clientWidth)).toBe(true);
  const submit = page.locator('section form button[type=submit]');
  const shown = await submit.evaluate((button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    return button.contains(document.elementFromPoint(left + width / 2, top + height - 2));
  });
  expect(shown).toBe(true);
  expect(await seriousViolations(page)).toEqual([]);
});

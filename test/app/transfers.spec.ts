import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Transfer } from '../../src/shared/contract/serving.ts';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { takeScreenshot } from './scripted-window.ts';
import { firstDay, idle, workingMorning } from './site.ts';
import { failedTest, passedTest, runningTest } from './site-test.ts';
import { windowsPerTest } from './windows-per-test.ts';

const open = windowsPerTest();

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Test what is served' });

it('shows what goes out, to whom, how fast and how long still, as it changes', async () => {
  const { page, engine } = await open(workingMorning(), '#/transfers');
  const grid = page.getByRole('grid', { name: 'Running transfers' });
  const first = grid.getByRole('row').nth(1);
  await expect
    .poll(() => first.innerText())
    .toMatch(/T46U 192\.168\.10\.100[^]*108\.86\.0\.90\.rom[^]*HTTP[^]*7\.9\sMB\/s[^]*—[^]*1\ss/);
  const { transfers } = engine.site.serving;
  const moved = transfers.map((transfer) => ({ ...transfer, sent: transfer.total, bytesPerSecond: 1_500_000 }));
  engine.tell('serving.changed', { ...engine.site.serving, revision: 9, transfers: moved });
  await first.getByText('1.5 MB/s').waitFor();
  await expect.poll(() => first.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100');
  const counters = page.getByRole('region', { name: 'By protocol' });
  await expect
    .poll(() => counters.getByRole('row', { name: /^TFTP/ }).innerText())
    .toMatch(/402\s+118\s+281\s+2\s+1\s+37\s+21\skB/);
  await first.click();
  await expect.poll(() => page.evaluate(() => decodeURIComponent(location.hash))).toBe('#/devices/80:5e:c0:12:00:00');
});

it('draws two hundred transfers that all move, and counts those beyond', async () => {
  const site = workingMorning();
  const transfers = Array.from({ length: 200 }, (_, index) => aTransfer(index));
  site.serving = { ...site.serving, transfers, activeTransfers: 240 };
  const { page, engine } = await open(site, '#/transfers');
  await page.getByText('and 40 more').waitFor({ state: 'attached' });
  for (let revision = 10; revision < 20; revision += 1) {
    const moved = transfers.map((transfer) => ({ ...transfer, sent: revision * 1_000_000 }));
    engine.tell('serving.changed', { ...site.serving, revision, transfers: moved });
  }
  await page.locator('[role=progressbar][aria-valuenow="95"]').first().waitFor();
  expect(await page.getByRole('progressbar').count()).toBeLessThan(60);
  await takeScreenshot(page, 'transfers-many');
});

it('says where nothing is served, and leads there; and offers the test while nothing runs', async () => {
  const none = await open(firstDay(), '#/transfers');
  await none.page.getByRole('button', { name: 'Choose where to serve' }).click();
  await expect.poll(() => none.page.evaluate(() => location.hash)).toBe('#/overview');
  const { page } = await open(idle(workingMorning()), '#/transfers');
  await page.getByRole('main').getByRole('button', { name: 'Test what is served' }).click();
  await dialogOf(page).getByText('Phones can fetch: all 4 came right').waitFor();
});

it('tests from any screen by one key, step by step to its end', async () => {
  const site = workingMorning();
  const test = Promise.withResolvers<ReturnType<typeof passedTest>>();
  site.test = test.promise;
  const { page, engine } = await open(site, '#/journal');
  await page.keyboard.press('t');
  const dialog = dialogOf(page);
  await dialog.waitFor();
  engine.tell('serving.tested', runningTest());
  await dialog.getByText('Testing: 2 of 4').waitFor();
  await takeScreenshot(page, 'test-running');
  await expect.poll(() => dialog.getByRole('row', { name: /blocks of 1428/ }).innerText()).toContain('Runs');
  test.resolve(passedTest());
  await dialog.getByText('Phones can fetch: all 4 came right').waitFor();
  await expect
    .poll(() => dialog.getByRole('row', { name: /windows of 8/ }).innerText())
    .toMatch(/192\.168\.10\.2:69 enp0s31f6[^]*Right[^]*9\.6\sMB\/s · 32\sms/);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

it.each([
  ['light', 'en'],
  ['dark', 'de'],
] as const)('names the cause of what did not come, once, in the language of the window: %s', async (appearance, language) => {
  const { page } = await open({ ...workingMorning(), settings: { language, appearance }, test: failedTest() });
  await page.waitForFunction((lang) => document.documentElement.lang === lang, language);
  await page.keyboard.press('t');
  const alert = page.getByRole('dialog').getByRole('alert');
  await alert.getByText('test.no-answer').waitFor();
  await expect.poll(() => alert.count()).toBe(1);
  await expect.poll(() => alert.innerText()).toContain(language === 'en' ? 'let UDP port 69 in' : 'UDP-Port 69');
  await takeScreenshot(page, `test-failed-${language}`);
});

it('says that there is nothing to test where nothing is served', async () => {
  const { page, engine } = await open(firstDay());
  await page.getByRole('banner').getByRole('button', { name: 'Test what is served' }).click();
  await dialogOf(page).getByText('Nothing is served').waitFor();
  expect(engine.asked.map(([name]) => name)).not.toContain('serving.test');
  await takeScreenshot(page, 'test-nothing');
  await dialogOf(page).getByRole('button', { name: 'Choose where to serve' }).click();
  await dialogOf(page).waitFor({ state: 'detached' });
});

it('tells why a test could not begin, and begins it again', async () => {
  const { page, engine } = await open(workingMorning());
  engine.refuse('serving.test', new ProvdeskError('store.disk-full', { path: '/data/tmp' }));
  await page.keyboard.press('t');
  await dialogOf(page).getByText('store.disk-full').waitFor();
  engine.refuse('serving.test');
  await dialogOf(page).getByRole('button', { name: 'Test now' }).click();
  await dialogOf(page).getByText('Phones can fetch').waitFor();
});

it('fetches a file from any server, and shows what came or why nothing did', async () => {
  const { page, engine } = await open(workingMorning());
  await page.keyboard.press('t');
  const dialog = dialogOf(page);
  await dialog.getByLabel('Address of the file').fill('tftp://192.0.2.9/a.cfg');
  engine.refuse(
    'serving.fetch',
    new ProvdeskError('test.port-closed', { url: 'tftp://192.0.2.9/a.cfg', protocol: 'UDP', port: 69 }),
  );
  await dialog.getByRole('button', { name: 'Fetch', exact: true }).click();
  await dialog.getByText('test.port-closed').waitFor();
  engine.refuse('serving.fetch');
  await dialog.getByRole('button', { name: 'Fetch', exact: true }).click();
  await dialog.getByText('ab'.repeat(32)).waitFor();
  await takeScreenshot(page, 'test-fetched');
});

function aTransfer(index: number): Transfer {
  return {
    id: `t${index}`,
    protocol: 'tftp',
    ip: `192.168.20.${index}`,
    path: `firmware-${index}.rom`,
    device: null,
    startedAt: 0,
    sent: 0,
    total: 20_000_000,
    bytesPerSecond: 250_000,
    resent: index % 7,
  };
}

import { expect, it } from 'vitest';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { takeScreenshot } from './scripted-window.ts';
import { aDevice, configured, firstDay, type Site, workingMorning } from './site.ts';
import { aRequest } from './site-journal.ts';
import { partlyDone, runningInstallAll } from './site-operations.ts';
import { windowsPerTest } from './windows-per-test.ts';

const open = windowsPerTest();

const openYealink = (site: Site) => open(site, '#/plugins/wazo-yealink-v86');

it('leads a newcomer from the plugin server to the first phone, then steps aside', async () => {
  const { page, engine } = await open(firstDay());
  const steps = page.getByRole('region', { name: 'Next steps' });
  await expect.poll(() => steps.locator('[aria-current="step"]').innerText()).toContain('Set a plugin server');
  const morning = workingMorning();
  Object.assign(engine.site, { server: morning.server, catalogue: morning.catalogue });
  engine.tell('plugins.changed', { revision: 2 });
  await steps.locator('[aria-current="step"]', { hasText: 'Start serving' }).waitFor();
  engine.tell('serving.changed', { ...morning.serving, revision: 9 });
  await steps.locator('[aria-current="step"]', { hasText: 'Plug in phones' }).waitFor();
  engine.tell('devices.changed', { revision: 9, changed: [aDevice(1)], removed: [] });
  await steps.waitFor({ state: 'detached' });
});

it('serves on the cable unless told otherwise', async () => {
  const { page, engine } = await open(firstDay());
  await page.getByRole('button', { name: 'Start serving' }).click();
  await page.getByRole('heading', { name: 'Serving', exact: true }).waitFor();
  expect(engine.asked.find(([name]) => name === 'serving.start')?.[1]).toEqual({
    listeners: [
      { protocol: 'http', address: '192.168.10.2', port: 80 },
      { protocol: 'tftp', address: '192.168.10.2', port: 69 },
    ],
  });
  await expect.poll(() => page.getByText('tftp://192.168.10.2', { exact: true }).count()).toBe(1);
});

it('lets a virtual adapter be chosen deliberately, and says why it is grey', async () => {
  const { page, engine } = await open(firstDay());
  await expect.poll(() => page.getByText('Phones on the cable do not see it').count()).toBe(1);
  await page.getByRole('checkbox', { name: /192\.168\.10\.2/ }).click();
  await page.getByRole('checkbox', { name: /172\.17\.0\.1/ }).click();
  await page.getByRole('checkbox', { name: 'TFTP' }).click();
  await page.getByRole('button', { name: 'Start serving' }).click();
  await page.getByRole('heading', { name: 'Serving', exact: true }).waitFor();
  expect(engine.site.serving.listeners).toEqual([{ protocol: 'http', address: '172.17.0.1', port: 80 }]);
});

it('shows a forbidden port with its cause, and offers the way out', async () => {
  const { page, engine } = await open(firstDay());
  engine.refuse(
    'serving.start',
    new ProvdeskError('serving.port-forbidden', { port: 69, address: '192.168.10.2', protocol: 'tftp' }),
  );
  await page.getByRole('button', { name: 'Start serving' }).click();
  const alert = page.getByRole('alert');
  await alert.getByText('serving.port-forbidden').waitFor();
  await expect.poll(() => alert.innerText()).toContain('port 69 on 192.168.10.2');
  await takeScreenshot(page, 'overview-port-forbidden');
  engine.refuse('serving.start');
  await alert.getByRole('button', { name: 'Use ports 8080 and 6969' }).click();
  await page.getByText('http://192.168.10.2:8080', { exact: true }).waitFor();
});

it('answers which plugin has a model', async () => {
  const { page } = await open(workingMorning(), '#/plugins');
  await page.getByRole('searchbox').fill('t46u');
  await expect
    .poll(() => page.getByRole('list', { name: 'Catalogue' }).getByRole('link').allInnerTexts())
    .toEqual([expect.stringMatching(/wazo-yealink-v86[^]*Has T46U/)]);
});

it('sets the server, updates the list, and keeps it where the server cannot be reached', async () => {
  const { page, engine } = await open(workingMorning(), '#/plugins');
  await page.getByLabel('Plugin server').fill('http://other.example/stable/');
  engine.refuse(
    'plugins.update',
    new ProvdeskError('source.unreachable', { url: 'http://other.example/stable/plugins.db', reason: 'ECONNREFUSED' }),
  );
  await page.getByRole('button', { name: 'Update the list' }).click();
  await page.getByText('source.unreachable').waitFor();
  expect(engine.site.server.url).toBe('http://other.example/stable/');
  await expect.poll(() => page.getByRole('link', { name: /wazo-yealink-v86/ }).count()).toBe(1);
});

it('follows Install all file by file, also after going elsewhere, and cancels it', async () => {
  const { page, engine, goTo } = await openYealink(workingMorning());
  await page.getByRole('button', { name: 'Install all (5)…' }).click();
  await page.getByRole('button', { name: 'Install 3 packages' }).click();
  engine.site.operations = [runningInstallAll()];
  engine.tell('operations.changed', runningInstallAll());
  const file = page.getByRole('progressbar', { name: /^T46U/ });
  await file.waitFor();
  await expect.poll(() => file.getAttribute('aria-valuenow')).toBe('71');
  await goTo('#/journal');
  await page.getByRole('banner').getByText('Installing all packages for wazo-yealink-v86').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => engine.asked.map(([name]) => name)).toContain('operations.cancel');
});

it('shows what failed with its reason, and retries it', async () => {
  const { page, engine } = await openYealink({ ...workingMorning(), operations: [partlyDone()] });
  const panel = page.getByRole('region', { name: /^Installing all packages/ });
  await expect.poll(() => panel.innerText()).toMatch(/Partly done[^]*4 of 6 done[^]*118\sMB[^]*2 failed[^]*21\.4/);
  await expect.poll(() => panel.innerText()).toContain('packages.digest-mismatch');
  await panel.getByRole('button', { name: 'Retry failed' }).click();
  await expect.poll(() => engine.asked.map(([name]) => name)).toContain('operations.retryFailed');
});

it('asks before it uninstalls, and Escape means no', async () => {
  const { page, engine } = await openYealink(workingMorning());
  await page.getByRole('button', { name: 'Uninstall', exact: true }).first().click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(engine.asked.map(([name]) => name)).not.toContain('plugins.uninstall');
});

it('reads an installed plugin anew and says so, or fetches it once more', async () => {
  const { page, engine } = await openYealink(workingMorning());
  const choose = async (name: string) => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('button', { name, exact: true }).click();
  };
  await choose('Reload');
  await page.getByText('Version 1 was read anew from its folder.').waitFor();
  engine.refuse('plugins.reload', new ProvdeskError('store.unreadable', { path: '/data', reason: 'EIO' }));
  await choose('Reload');
  await page.getByRole('alert').getByText('store.unreadable').waitFor();
  expect(await page.getByText(/was read anew/).count()).toBe(0);
  await choose('Fetch again');
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await expect
    .poll(() => engine.asked.filter(([name]) => /^plugins\.(reload|install)$/.test(name)))
    .toEqual([
      ['plugins.reload', { id: 'wazo-yealink-v86' }],
      ['plugins.reload', { id: 'wazo-yealink-v86' }],
      ['plugins.install', { ids: ['wazo-yealink-v86'], refetch: true }],
    ]);
});

it('leaves fetching again to the update, where the server has another version', async () => {
  const { page } = await open(workingMorning(), '#/plugins/wazo-snom-10.1.184.15');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('button', { name: 'Reload', exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Fetch again' }).count()).toBe(0);
});

it('says which file of a package is known by its MD5 only', async () => {
  const site = workingMorning();
  const [first, ...others] = site.packages['wazo-yealink-v86'] ?? [];
  if (!first) throw new Error('the site has no package');
  const weak = { ...first, files: first.files.map((file) => ({ ...file, weakDigest: true as const })) };
  const { page } = await openYealink({ ...site, packages: { 'wazo-yealink-v86': [weak, ...others] } });
  await page
    .getByRole('row', { name: /CP920-fw/ })
    .getByText(/^Known by MD5 only: CP920-fw-78\.86\.0\.15\.zip\./)
    .waitFor();
  await expect.poll(() => page.getByText(/Known by MD5 only/).count()).toBe(1);
});

it('keeps a console’s tables in their columns, and wraps sentences and marks what was done in part', async () => {
  const { page } = await open({ ...workingMorning(), operations: [partlyDone()] }, '#/console');
  const type = async (line: string) => {
    const prompt = page.getByRole('combobox', { name: 'Statement' });
    // While a statement runs, the next one is not taken.
    await expect.poll(() => prompt.getAttribute('placeholder')).toBe(null);
    await prompt.fill(line);
    await prompt.press('Enter');
  };
  await type('plugins.installed()');
  const log = page.getByRole('log');
  await log.locator('pre', { hasText: 'VERSION' }).waitFor();
  await type("plugins.install('wazo-yealink-v86')");
  await log.getByText('Partly done', { exact: true }).waitFor();
  const shapes = await log
    .locator('pre')
    .evaluateAll((all) => all.map((each) => [getComputedStyle(each).whiteSpaceCollapse, getComputedStyle(each).textWrapMode]));
  expect(shapes).toEqual([
    ['preserve', 'nowrap'],
    ['preserve', 'wrap'],
  ]);
  await takeScreenshot(page, 'console-partly-done');
});

it('shows a device that asks, within its row, and what happened to it', async () => {
  const { page, engine } = await open(workingMorning(), '#/devices');
  const late = { ...aDevice(77), state: 'fetching' as const, lastSeen: Date.now(), revision: 101 };
  engine.tell('devices.changed', { revision: 101, changed: [late], removed: [] });
  const row = page.getByRole('row', { name: new RegExp(late.mac ?? '') });
  await row.getByText('Fetching').waitFor();
  engine.tell('devices.changed', { revision: 102, changed: [{ ...late, state: 'fetched', revision: 102 }], removed: [] });
  await row.getByText('Fetched').waitFor();
  await row.click();
  const pane = page.getByRole('complementary');
  await pane.getByText('Nothing is kept').waitFor();
  engine.tell('journal.appended', [aRequest(3000, late, { path: '/late.cfg' })]);
  await pane.getByText('/late.cfg').waitFor();
});

it('draws a screen that was fetched ahead at once, without any sign of loading', async () => {
  const { page } = await open(workingMorning());
  const fetched = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  await expect.poll(fetched).toContainEqual(expect.stringMatching(/\/journal-screen-[^/]*\.js$/));
  await page.waitForLoadState('networkidle'); // Its words too, and whatever it imports.
  const signs = await page.evaluate(async () => {
    const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    location.hash = '#/journal';
    await changed;
    return document.querySelectorAll('main [role="status"]').length;
  });
  expect(signs).toBe(0);
  await page.getByRole('grid').waitFor();
});

it('holds still while paused, and counts what came meanwhile', async () => {
  const { page, engine } = await open(workingMorning(), '#/journal');
  await page.getByRole('button', { name: 'Pause' }).click();
  engine.tell('journal.appended', [aRequest(3000, aDevice(1), { path: '/while-paused.cfg' })]);
  await page.getByText('1 newer entry').waitFor();
  expect(await page.getByText('/while-paused.cfg').count()).toBe(0);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('/while-paused.cfg').waitFor();
});

it('shows what a device is told, and the file that it gets, and what is changed about it', async () => {
  const device = aDevice(3);
  const { page, engine } = await open(workingMorning(), `#/devices/${device.id}`);
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  const part = page.getByRole('region', { name: 'Configuration' });
  await part.getByText('Nobody has given it parameters').waitFor();
  Object.assign(engine.site, configured(engine.site));
  const { id, mac, ip } = device;
  const changed = { kind: 'device.configured' as const, at: Date.now(), vendor: null, set: ['account.1.label'], unset: [] };
  engine.tell('journal.appended', [{ ...changed, seq: 9000, device: id, mac, ip }]);
  await expect.poll(() => part.innerText()).toMatch(/805ec0120003\.cfg[^]*2\.4\skB[^]*account\.1\.label[^]*Reception/);
  expect(await part.innerText()).toContain('+1 of all Yealink');
  await page.getByText('Configuration changed: account.1.label').waitFor();
  engine.site.configuration = { parameters: [], changedAt: 2, writable: false };
  engine.tell('journal.appended', [{ ...changed, seq: 9001, device: null, mac: null, ip: null, vendor: 'Yealink' }]);
  await part.waitFor({ state: 'detached' });
});

it('filters the journal by outcome and by device', async () => {
  const { page } = await open(workingMorning(), '#/journal');
  const outcomes = () => page.locator('[role="row"] [role="gridcell"]:nth-child(4)').allInnerTexts();
  await page.getByLabel('Outcome').selectOption('refused');
  await expect.poll(async () => [...new Set(await outcomes())]).toEqual(['Refused']);
  await page.getByLabel('Outcome').selectOption('all');
  await page.getByRole('row').nth(3).click();
  await page.getByRole('button', { name: /^Only 80:5e/ }).waitFor();
  const devices = () => page.locator('[role="row"] [role="gridcell"]:nth-child(2)').allInnerTexts();
  await expect.poll(async () => new Set(await devices()).size).toBe(1);
});

it.each([
  ['#/plugins', 'plugins.catalogue'],
  ['#/devices', 'devices.list'],
  ['#/journal', 'journal.list'],
  ['#/overview', 'serving.status'],
])('shows on %s why %s failed, and tries again', async (hash, call) => {
  const window = await open(firstDay(), hash);
  window.engine.refuse(call, new ProvdeskError('store.unreadable', { path: '/data', reason: 'EIO' }));
  await window.page.reload();
  await window.page.getByRole('alert').getByText('store.unreadable').waitFor();
  window.engine.refuse(call);
  await window.page.getByRole('button', { name: 'Try again' }).click();
  await window.page.getByRole('alert').waitFor({ state: 'detached' });
});

it('stays calm while the engine is away', async () => {
  const { page, engine, loseEngine } = await open(workingMorning(), '#/devices');
  await loseEngine();
  await page.reload();
  await page.getByText('The engine is away').waitFor();
  expect(engine.site.devices.devices.length).toBe(24);
});

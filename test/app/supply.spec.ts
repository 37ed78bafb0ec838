import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { linkCsv } from '../../src/shared/link-csv.ts';
import type { ScriptedWindow } from './scripted-window.ts';
import { firstDay, workingMorning } from './site.ts';
import { interrupted, largeInstallAll, partlyDone, runningInstallAll } from './site-operations.ts';
import { yealinkPackages } from './site-plugins.ts';
import { windowsPerTest } from './windows-per-test.ts';

const open = windowsPerTest();

const asked = ({ engine }: ScriptedWindow, call: string) =>
  engine.asked.filter(([name]) => name === call).map(([, input]) => input);
const hash = (page: Page) => page.evaluate(() => decodeURIComponent(location.hash));

describe('the plan before an installation', () => {
  const YEALINK = '#/plugins/wazo-yealink-v86';

  it('says how much, what is missing and what cannot work, and begins nothing before its button', async () => {
    const window = await open(workingMorning(), YEALINK);
    await window.page.getByRole('button', { name: 'Install all (5)…' }).click();
    const dialog = window.page.getByRole('dialog', { name: 'Install: wazo-yealink-v86' });
    await dialog.getByRole('grid').waitFor();
    const text = await dialog.innerText();
    for (const said of [
      /To download\s+35\.6\sMB/,
      /Already here\s+48\.1\sMB/,
      /It fits/,
      /T5X-96\.86\.0\.45\.rom/,
      /\[install_lang\]/,
    ])
      expect(text).toMatch(said);
    expect(asked(window, 'packages.installAll')).toEqual([]);
    await dialog.getByRole('button', { name: 'Install 3 packages' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => asked(window, 'packages.installAll')).toEqual([{ plugin: 'wazo-yealink-v86' }]);
  });

  it('is for the models that were chosen', async () => {
    const window = await open(workingMorning(), YEALINK);
    for (const model of ['T46U', 'T54W']) await window.page.getByRole('checkbox', { name: model, exact: true }).check();
    await window.page.getByRole('button', { name: 'Install for 2 models…' }).click();
    await window.page.getByRole('button', { name: 'Install 3 packages' }).click();
    const scope = { plugin: 'wazo-yealink-v86', models: ['T46U', 'T54W'] };
    await expect.poll(() => asked(window, 'packages.installAll')).toEqual([scope]);
    expect(asked(window, 'packages.plan')).toContainEqual(scope);
  });

  it('goes on from “which plugin has my T46S” to its plugin and to all its packages', async () => {
    const window = await open(workingMorning(), '#/plugins');
    const { page } = window;
    await page.getByRole('searchbox').fill('t46s');
    await page.getByRole('button', { name: 'Install all for T46S…' }).click();
    await page.getByRole('button', { name: 'Install the plugin wazo-yealink-v84' }).click();
    await expect.poll(() => asked(window, 'plugins.install')).toEqual([{ ids: ['wazo-yealink-v84'] }]);
    await page.getByRole('button', { name: 'Install 3 packages' }).click();
    await expect.poll(() => asked(window, 'packages.installAll')).toEqual([{ models: ['T46S'] }]);
    await expect.poll(() => hash(page)).toBe('#/queue/op-1');
  });

  it.each([
    ['yealink', 'Install all for Yealink…', { vendor: 'Yealink' }],
    ['', 'Install everything…', {}],
  ])('is for what %j finds: %s', async (query, button, scope) => {
    const window = await open(workingMorning(), '#/plugins');
    await window.page.getByRole('searchbox').fill(query);
    await window.page.getByRole('button', { name: button }).click();
    await window.page.getByRole('button', { name: 'Install 3 packages' }).click();
    await expect.poll(() => asked(window, 'packages.installAll')).toEqual([scope]);
  });

  it('says where nothing is to be done', async () => {
    const packages = { 'wazo-yealink-v86': yealinkPackages.map((one) => ({ ...one, installedVersion: one.version })) };
    const { page } = await open({ ...workingMorning(), packages }, '#/plugins');
    await page.getByRole('button', { name: 'Install everything…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Nothing to do').waitFor();
    expect(await dialog.getByRole('button', { name: /^Install/ }).count()).toBe(0);
  });

  it('says why it could not be made, and tries again', async () => {
    const { page, engine } = await open(workingMorning(), '#/plugins');
    engine.refuse('packages.plan', new ProvdeskError('store.unreadable', { path: '/data', reason: 'EIO' }));
    await page.getByRole('button', { name: 'Install everything…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('store.unreadable').waitFor();
    engine.refuse('packages.plan');
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByRole('grid').waitFor();
  });
});

it('shows what an upgrade changes before it is done', async () => {
  const window = await open(workingMorning(), '#/plugins/wazo-snom-10.1.184.15');
  await window.page.getByRole('button', { name: 'Update to 2.0.0…' }).click();
  const dialog = window.page.getByRole('dialog');
  await dialog.getByText('D785-fw').waitFor();
  await expect
    .poll(() => dialog.innerText())
    .toMatch(/1\.9\.3 → 2\.0\.0[^]*10\.1\.175\.16 → 10\.1\.184\.15[^]*48\sMB[^]*D862-fw[^]*D120-fw[^]*stays installed/);
  expect(asked(window, 'plugins.upgrade')).toEqual([]);
  await dialog.getByRole('button', { name: 'Update to 2.0.0' }).click();
  await expect.poll(() => asked(window, 'plugins.upgrade')).toEqual([{ ids: ['wazo-snom-10.1.184.15'] }]);
});

describe('the queue', () => {
  it('begins with what a closed lid left, on the first screen too, and goes on with it', async () => {
    const window = await open({ ...workingMorning(), operations: [interrupted()] }, '#/overview');
    const note = window.page.getByRole('region', { name: /^Interrupted: / });
    await expect.poll(() => note.innerText()).toContain('4 of 6 done');
    await note.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => asked(window, 'operations.retryFailed')).toEqual([{ id: 'op-0' }]);
    const next = { ...runningInstallAll(), startedAt: interrupted().startedAt + 1, continues: 'op-0' };
    window.engine.tell('operations.changed', next);
    await window.page.getByRole('article').getByText('1 of 6 done').waitFor();
    await window.goTo('#/overview');
    await note.waitFor({ state: 'detached' });
  });

  it('tells what failed first, why, and what to do next', async () => {
    const { page, goTo } = await open({ ...workingMorning(), operations: [partlyDone()] }, '#/queue');
    const first = page.getByRole('row').nth(1);
    await expect.poll(() => first.innerText()).toMatch(/^T53_[^]*Failed/);
    await first.click();
    await page.getByText('packages.file-missing').waitFor();
    await page.getByRole('link', { name: 'Bring files' }).click();
    await expect.poll(() => hash(page)).toBe('#/files');
    await goTo('#/queue');
    await expect
      .poll(() => page.getByRole('article').innerText())
      .toMatch(/4 of 6 done · 118\sMB fetched · 9\.8\sMB were here already · 2 failed/);
  });

  it('draws only what is visible of two hundred packages, and cancels them all', async () => {
    const window = await open({ ...workingMorning(), operations: [largeInstallAll(200)] }, '#/queue');
    const { page } = window;
    await page.getByRole('heading', { name: 'Installing all packages for all plugins' }).waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await page.getByRole('grid').focus();
    await page.keyboard.press('End');
    await page.getByText('package-199').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => asked(window, 'operations.cancel')).toEqual([{ id: 'op-1' }]);
  });

  it('says how fast it goes and how long it takes still, once it is known', async () => {
    const { page, engine } = await open({ ...workingMorning(), operations: [runningInstallAll()] }, '#/queue');
    const summary = page.getByRole('article').locator('[aria-live]');
    expect(await summary.innerText()).not.toContain('/s');
    let bytes = runningInstallAll().bytes;
    let revision = 40;
    await expect
      .poll(async () => {
        bytes += 1_000_000;
        revision += 1;
        engine.tell('operations.changed', { ...runningInstallAll(), bytes, revision });
        return summary.innerText();
      })
      .toMatch(/MB\/s · about .* left/);
  });
});

describe('files', () => {
  it('limits the store, and frees it only after it asked', async () => {
    const window = await open(workingMorning(), '#/files');
    const { page } = window;
    await page.getByLabel('Limit').fill('much');
    await page.getByText('Write a size such as 20 GB').waitFor();
    await page.getByLabel('Limit').fill('1,5 GB');
    await page.getByRole('button', { name: 'Set the limit' }).click();
    await page.getByText('over the limit').waitFor();
    expect(asked(window, 'files.setLimit')).toEqual([{ bytes: 1_500_000_000 }]);
    await page.getByRole('button', { name: 'Free 412 MB' }).click();
    expect(asked(window, 'files.clean')).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Free 412 MB' }).click();
    await page.getByText('412 MB freed.').waitFor();
    await page.getByRole('button', { name: 'Nothing to clean up' }).waitFor();
  });

  it('says of each file what it is for, or why it is for nothing, and offers an archive as a plugin', async () => {
    const window = await open(workingMorning(), '#/files');
    const { page } = window;
    const file = (name: string) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(name) });
    await page.locator('input[type="file"]').setInputFiles(['T5X-96.86.0.45.rom', 'own-1.0.tar.bz2'].map(file));
    await page.getByText('1 matched · 1 not matched').waitFor();
    await page.getByRole('button', { name: 'Install T53_T53C_T53W_T54W_T57W-fw' }).click();
    await expect
      .poll(() => asked(window, 'packages.install'))
      .toEqual([{ plugin: 'wazo-yealink-v86', packages: ['T53_T53C_T53W_T54W_T57W-fw'] }]);
    await page.getByRole('button', { name: 'Install it as a plugin' }).click();
    await expect.poll(() => hash(page)).toBe('#/queue/op-1');
    expect(asked(window, 'plugins.install')).toEqual([{ ids: [], from: expect.stringMatching(/own-1\.0\.tar\.bz2$/) }]);
  });

  it('leads from a first day to a plugin', async () => {
    const { page } = await open(firstDay(), '#/files');
    await page.getByRole('button', { name: 'Go to Plugins' }).click();
    await expect.poll(() => hash(page)).toBe('#/plugins');
  });
});

describe('links', () => {
  it('has the dead ones first, filters, and exports what is shown as the command line does', async () => {
    const window = await open(workingMorning(), '#/links/*');
    const { page } = window;
    await page.getByText('7 dead of 240').waitFor();
    await expect.poll(() => page.getByRole('row').nth(1).innerText()).toContain('Dead');
    await page.getByLabel('State').selectOption('dead');
    await page.getByRole('searchbox').fill('snom');
    await expect.poll(() => page.getByRole('row').count()).toBe(4);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const shown = window.engine.site.links.filter(({ state, plugin }) => state === 'dead' && plugin.includes('snom'));
    expect(Buffer.concat(chunks).toString('utf8')).toBe(`\uFEFF${linkCsv(shown)}`);
    await page.getByRole('row').nth(1).click();
    await page.getByText('source.status').waitFor();
    await page.getByRole('link', { name: 'Open wazo-snom-10.1.184.15' }).click();
    await expect.poll(() => hash(page)).toBe('#/plugins/wazo-snom-10.1.184.15');
  });

  it('asks the links of what is chosen, and shows how far it is', async () => {
    const window = await open(workingMorning(), '#/links');
    const { page, engine } = window;
    await page.getByLabel('Links of').selectOption({ label: 'Whole catalogue' });
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect.poll(() => asked(window, 'links.check')).toEqual([{ catalogue: true }]);
    const items = ['a', 'b', 'c'].map((id, index) => ({
      id,
      state: index === 0 ? ('failed' as const) : ('waiting' as const),
      files: [],
    }));
    const { plugin: _, ...running } = runningInstallAll();
    const check = { ...running, kind: 'links.check' as const, scope: { catalogue: true }, items };
    engine.tell('operations.changed', check);
    await page.getByText('1 of 3 asked').waitFor();
    engine.site.links = engine.site.links.slice(0, 3);
    engine.tell('operations.changed', { ...check, state: 'partial', revision: 99 });
    await page.getByText('3 dead of 3').waitFor();
  });
});

it.each([
  ['#/queue', 'operations.list'],
  ['#/files', 'files.usage'],
  ['#/files', 'packages.list'],
  ['#/links', 'links.list'],
])('shows on %s why %s failed, and tries again', async (where, call) => {
  const { page, engine } = await open(workingMorning(), where);
  engine.refuse(call, new ProvdeskError('store.unreadable', { path: '/data', reason: 'EIO' }));
  await page.reload();
  await page.getByRole('alert').getByText('store.unreadable').first().waitFor();
  engine.refuse(call);
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await page.getByRole('alert').first().waitFor({ state: 'detached' });
});

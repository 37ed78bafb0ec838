import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { type ScriptedWindow, startWindows, takeScreenshot, type Windows } from './scripted-window.ts';
import { upgradingMorning } from './site-upgrading.ts';

let windows: Windows;
let window: ScriptedWindow;
beforeAll(async () => {
  windows = await startWindows();
});
afterAll(() => windows.close());
afterEach(() => window.close());

async function open(hash: string) {
  window = await windows.open(upgradingMorning(), hash);
  return window.page;
}
const asked = (name: string) => window.engine.asked.flatMap(([called, input]) => (called === name ? [input] : []));

it('changes how upgrades are carried out, and refuses what cannot hold', async () => {
  const page = await open('#/upgrades/batch-1');
  await page.getByRole('button', { name: 'For all: Change…' }).click();
  const dialog = page.getByRole('dialog');
  const save = dialog.getByRole('button', { name: 'Save' });
  const atOnce = dialog.getByLabel('Devices at the same time');
  await atOnce.fill('0');
  await dialog.getByText('A whole number from 1 to 100.').waitFor();
  await dialog.getByLabel('Back within').fill('10');
  await dialog.getByText('A time such as 90 s, 10 min or 1 h, at most 24 h.').waitFor();
  expect(await save.isDisabled()).toBe(true);
  await takeScreenshot(page, 'upgrade-policy-wrong');
  await dialog.getByRole('button', { name: 'Usual values' }).click();
  await atOnce.fill('20');
  await dialog.getByLabel('Back within').fill('15 min');
  window.engine.refuse('upgrades.setPolicy', new ProvdeskError('store.unreadable', { path: '/data', reason: 'EIO' }));
  await save.click();
  await dialog.getByText('store.unreadable').waitFor();
  window.engine.refuse('upgrades.setPolicy');
  await save.click();
  await page.getByText('For all: 20 at once, 4 more tries').waitFor();
  expect(asked('upgrades.setPolicy').at(-1)).toMatchObject({ atOnce: 20, backWithin: 900_000, firstWait: 60_000 });
  await dialog.waitFor({ state: 'detached' });
});

it('takes, changes and removes types of images, and tells which built-in one a type goes before', async () => {
  const page = await open('#/images/build-1');
  await page.getByRole('button', { name: 'Own image types: Change…' }).click();
  const dialog = page.getByRole('dialog');
  const fill = async (label: string, type: string, boards: string) => {
    await dialog.getByLabel('Name').fill(label);
    await dialog.getByLabel('Type', { exact: true }).fill(type);
    await dialog.getByLabel('Boards or models').fill(boards);
  };
  const keep = dialog.getByRole('button', { name: 'Keep type' });
  expect(await keep.isDisabled()).toBe(true);
  await fill('Roof box', 'x86-64-generic-squashfs-combined.img.gz', 'Acme Roof\n\n Acme Roof 2 \nAcme Roof');
  await dialog.getByText('It goes before the built-in “Generic x86/64”.').waitFor();
  await keep.click();
  const types = dialog.getByRole('list', { name: 'Own image types' });
  await types.getByText('Acme Roof, Acme Roof 2').waitFor();
  await fill('Bridge', 'acme-bridge-sysupgrade.bin', 'acme,bridge');
  await keep.click();
  await types.getByText('Bridge', { exact: true }).waitFor();
  await types.getByRole('button', { name: 'Change Roof box' }).click();
  await dialog.getByLabel('Boards or models').fill('Acme Roof 3');
  await takeScreenshot(page, 'image-types');
  await keep.click();
  await types.getByText('Acme Roof 3', { exact: true }).waitFor();
  await types.getByRole('button', { name: 'Remove Bridge' }).click();
  await types.getByText('Bridge', { exact: true }).waitFor({ state: 'detached' });
  expect(window.engine.site.upgrades.types).toEqual([
    { label: 'Roof box', type: 'x86-64-generic-squashfs-combined.img.gz', boards: ['Acme Roof 3'] },
  ]);
  await page.keyboard.press('Escape');
  await page.getByText('Own image types: 1').waitFor();
});

it('asks for the report in the language of the window', async () => {
  window = await windows.open({ ...upgradingMorning(), settings: { language: 'fr', appearance: 'light' } }, '#/upgrades/batch-1');
  await window.page.getByRole('button', { name: 'Rapport' }).click();
  await expect.poll(() => asked('upgrades.report')).toEqual([{ id: 'batch-1', language: 'fr' }]);
});

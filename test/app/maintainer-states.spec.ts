import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ProvdeskError } from '../../src/shared/failures.ts';
import { type ScriptedWindow, takeScreenshot } from './scripted-window.ts';
import { workingMorning } from './site.ts';
import { maintainersDesk, noDesk, type SiteRepo } from './site-repo.ts';
import { windowsPerTest } from './windows-per-test.ts';

const openWindow = windowsPerTest();
let window: ScriptedWindow;

async function open(repo: SiteRepo = maintainersDesk(), hash = '#/maintainer') {
  window = await openWindow({ ...workingMorning(), repo }, hash);
  return window.page;
}

const asked = (name: string) => window.engine.asked.flatMap(([called, input]) => (called === name ? [input] : []));

describe('the plugins on their way', () => {
  it('asks for folders first, and keeps those that are typed', async () => {
    const page = await open(noDesk());
    await page.getByText('No folder is chosen yet').waitFor();
    await page.getByLabel('Testing', { exact: true }).fill('/srv/plugins/2/testing');
    await page.getByRole('button', { name: 'Use this folder: Testing' }).click();
    await page.getByRole('row', { name: /wazo-aastra-5\.0\.0/ }).waitFor();
    expect(asked('repo.setFolders')).toEqual([{ testing: '/srv/plugins/2/testing' }]);
  });

  it('says what is wrong with a path, and keeps the former', async () => {
    const page = await open();
    window.engine.refuse(
      'repo.setFolders',
      new ProvdeskError('contract.invalid-input', { field: 'source', reason: 'must be an absolute path' }),
    );
    await page.getByLabel('Plugin sources', { exact: true }).fill('plugins');
    await page.getByRole('button', { name: 'Use this folder: Plugin sources' }).click();
    await page.getByText('contract.invalid-input').waitFor();
    expect(window.engine.site.repo.folders.source).toBe('/home/tech/provd-plugins/plugins');
  });

  it('tells each problem with file and line, and offers only what can be done', async () => {
    const page = await open();
    const row = page.getByRole('row', { name: /wazo-snom/ });
    await row.getByText('pkgs/pkgs.db:41').waitFor();
    await expect.poll(() => row.getByRole('button', { name: /^Build/ }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'wazo-yealink-v86 to Stable…' }).waitFor();
    expect(await page.getByRole('button', { name: 'wazo-aastra-5.0.0 to Stable…' }).count()).toBe(0);
    await page.getByText('Testing holds versions that its index does not offer.').waitFor();
    await page.getByRole('button', { name: 'Write the index of Testing anew' }).click();
    await expect.poll(() => asked('repo.index')).toEqual([{ dir: '/srv/plugins/2/testing' }]);
  });

  it('shows a channel that cannot be read beside those that can', async () => {
    const page = await open();
    window.engine.refuse(
      'repo.channel',
      new ProvdeskError('store.unreadable', { path: '/srv/plugins/2/stable', reason: 'EACCES' }),
    );
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.getByText('store.unreadable').first().waitFor();
    await page.getByRole('row', { name: /wazo-yealink-v86/ }).waitFor();
  });

  it('builds one plugin into testing and indexes that', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Build wazo-yealink-v86 into testing' }).click();
    await page.getByText('1 plugin is in testing').waitFor();
    expect(asked('repo.build')).toEqual([
      { source: '/home/tech/provd-plugins/plugins/wazo-yealink-v86', out: '/srv/plugins/2/testing' },
    ]);
    expect(asked('repo.index')).toEqual([{ dir: '/srv/plugins/2/testing' }]);
    await takeScreenshot(page, 'maintainer-built');
  });

  it('shows what a promotion changes before it is done', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'wazo-yealink-v86 to Stable…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('1.9 → 1.10').waitFor();
    await dialog.getByText('T48U-fw').waitFor();
    await takeScreenshot(page, 'maintainer-promote');
    expect(asked('repo.promote')).toEqual([]);
    window.engine.refuse(
      'repo.promote',
      new ProvdeskError('repo.not-newer', { plugin: 'x', folder: '/s', there: '2', version: '1' }),
    );
    await dialog.getByRole('button', { name: 'Put 1.10 into Stable' }).click();
    await dialog.getByText('repo.not-newer').waitFor();
    window.engine.refuse('repo.promote');
    await dialog.getByRole('button', { name: 'Put 1.10 into Stable' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(asked('repo.promote').at(-1)).toEqual({
      id: 'wazo-yealink-v86',
      from: '/srv/plugins/2/testing',
      to: '/srv/plugins/2/stable',
    });
  });
});

describe('a new version, step by step', () => {
  const toFiles = async () => {
    const page = await open(maintainersDesk(), '#/maintainer/wazo-yealink-v86');
    await page.getByLabel('New version in place of 108.86.0.45').fill('108.87.0.20');
    await page.getByLabel('Name of the new plugin').fill('wazo-yealink-v86-next');
    await page.getByRole('button', { name: 'Go on to the files' }).click();
    await page.getByLabel('Address of T46U-fw').waitFor();
    return page;
  };

  it('tells beside its file what could not be measured, and stays there', async () => {
    const page = await toFiles();
    window.engine.refuse('repo.measureAddress', new ProvdeskError('source.status', { url: 'http://fw.example/x', status: 404 }));
    await page.getByRole('button', { name: 'Measure and review' }).click();
    await page.getByText('source.status').waitFor();
    await takeScreenshot(page, 'maintainer-files-failed');
    await page.getByLabel(/^Download the other files/).uncheck();
    await page.getByRole('button', { name: 'Measure and review' }).click();
    await page.getByText('1 point open').waitFor();
    await page.getByText('templates/base.tpl:12').waitFor();
    await takeScreenshot(page, 'maintainer-review');
    expect(asked('repo.newVersion')).toEqual([]);
  });

  it('goes on after a failure from what is written, and writes nothing twice', async () => {
    const page = await toFiles();
    await page.getByRole('button', { name: 'Measure and review' }).click();
    window.engine.refuse('repo.index', new ProvdeskError('store.disk-full', { path: '/srv' }));
    await page.getByRole('button', { name: 'Write, build and put into testing' }).click();
    await page.getByText('store.disk-full').waitFor();
    await page.getByText('What is marked as written stays.').waitFor();
    await takeScreenshot(page, 'maintainer-partial');
    window.engine.refuse('repo.index');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('wazo-yealink-v86-next 1.11 is in testing').waitFor();
    await takeScreenshot(page, 'maintainer-done');
    expect(asked('repo.newVersion')).toHaveLength(1);
  });

  it('takes a file that is dropped on its line for this version, and not for the store', async () => {
    const page = await toFiles();
    const drag = (target: Locator, ...types: string[]) =>
      target.evaluate((element, names) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['bytes'], 'T46U new.zip'));
        for (const name of names) element.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
      }, types);
    const sign = page.getByText('Drop the files here');
    await drag(page.getByText('Files', { exact: true }).first(), 'dragover');
    await sign.waitFor();
    await drag(page.getByLabel('Address of T46U-fw'), 'dragover', 'drop');
    await sign.waitFor({ state: 'detached' });
    await page.getByText('T46U new.zip').waitFor();
    await page.getByText('31,000,000 bytes').waitFor();
    await page.getByRole('button', { name: 'Measure and review' }).click();
    await page.getByRole('button', { name: 'Write, build and put into testing' }).waitFor();
    expect(asked('files.add')).toEqual([]);
    expect(asked('repo.measureAddress')).toEqual([]);
    expect(asked('repo.previewNewVersion').at(-1)).toMatchObject({
      files: [{ file: 'T46U-fw', content: { filename: 'T46U new.zip', size: 31_000_000 } }],
    });
  });

  it('takes another name where there is one already', async () => {
    const page = await open(maintainersDesk(), '#/maintainer/wazo-yealink-v86');
    const next = page.getByRole('button', { name: 'Go on to the files' });
    await next.waitFor();
    await expect.poll(() => next.isDisabled()).toBe(true);
    window.engine.refuse('repo.previewNewVersion', new ProvdeskError('repo.already-there', { path: '/src/x' }));
    await page.getByLabel('Name of the new plugin').fill('x');
    await next.click();
    await page.getByText('repo.already-there').waitFor();
  });
});

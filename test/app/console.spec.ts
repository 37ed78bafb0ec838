import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_ID, startDemoServer } from '../builders/demo-server.ts';
import { removeTemporaryFolders } from '../builders/test-engine.ts';
import type { StaticServer } from '../fakes/static-server.ts';
import { availableTargets, type LaunchedApp } from './launch.ts';
import { keepPicture, openApp } from './opened-app.ts';

const PLUGIN = DEMO_ID;
const SLOW = `firmware/${PLUGIN}/W70B-146.99.0.3.rom`;

/** The page speaks the language of `provdesk console`, whose own facts are in the flows: here, what only the page does. */
describe.each(availableTargets())('the console page on %s', (target) => {
  let server: StaticServer;
  let app: LaunchedApp;
  let page: Page;

  beforeAll(async () => {
    ({ server } = await startDemoServer());
  });
  afterAll(async () => {
    await server.stop();
    removeTemporaryFolders();
  });
  beforeEach(async () => {
    app = await openApp(target);
    page = app.page;
    await page.getByRole('link', { name: 'Console' }).click();
    await prompt().waitFor();
  });
  afterEach(() => app.close());

  const prompt = () => page.getByRole('combobox', { name: 'Statement' });
  const log = () => page.getByRole('log');
  const said = async () => (await log().innerText()).replace(/[ \t]+/g, ' ');
  const type = async (line: string) => {
    await expect.poll(() => prompt().getAttribute('placeholder'), { timeout: 20_000 }).toBe(null);
    await prompt().fill(line);
    await prompt().press('Enter');
  };
  const shot = (name: string) => keepPicture(page, 'console', `${target}-${name}`);
  const withPlugin = async () => {
    await type(`plugins.server('${server.url}')`);
    await type('plugins.update()');
    await type(`plugins.install('${PLUGIN}')`);
    await expect.poll(said).toContain(`${PLUGIN}: installed`);
  };

  it('does the main job by keyboard alone, in the manner of provd’s console', async () => {
    await withPlugin();
    await type(`p = plugins['${PLUGIN}']`);
    await type('p.install_all()');
    await expect.poll(said, { timeout: 20_000 }).toMatch(/4 installed, 0 not/);
    await type('plugins.installed().keys()');
    await type("p.install('nothing-of-that-name')");
    await expect.poll(said).toContain('packages.unknown');
    await type('p.installable()');
    await expect.poll(said).toMatch(/PACKAGE VERSION INSTALLED SIZE DESCRIPTION/);
    await shot('main-job');
  });

  it('completes names and ids: what is common at once, the rest from a list', async () => {
    await withPlugin();
    await prompt().pressSequentially('plu');
    await prompt().press('Tab');
    await expect.poll(() => prompt().inputValue()).toBe('plugins');
    await prompt().pressSequentially('.inst');
    await prompt().press('Tab');
    await expect
      .poll(() => page.getByRole('option').allInnerTexts())
      .toEqual(['install', 'install_all', 'installable', 'installed']);
    await shot('completion');
    for (const _ of [1, 2, 3]) await prompt().press('ArrowDown');
    await prompt().press('Enter');
    await expect.poll(() => prompt().inputValue()).toBe('plugins.installed');
    await prompt().fill("plugins.reload('");
    await prompt().press('Tab');
    await expect.poll(() => prompt().inputValue()).toBe(`plugins.reload('${PLUGIN}')`);
    await prompt().press('Enter');
    await expect.poll(said).toContain(`${PLUGIN} 1.0.0 was read anew.`);
  });

  it('brings back earlier lines, also after a look elsewhere and a fresh start of the page', async () => {
    await type('1 + 1');
    await type('plugins.get(');
    await type("  'x')");
    await expect.poll(said).toContain('the plugin x');
    await prompt().fill('half');
    for (const expected of ["  'x')", 'plugins.get(', '1 + 1', '1 + 1']) {
      await prompt().press('ArrowUp');
      await expect.poll(() => prompt().inputValue()).toBe(expected);
    }
    for (const expected of ['plugins.get(', "  'x')", 'half']) {
      await prompt().press('ArrowDown');
      await expect.poll(() => prompt().inputValue()).toBe(expected);
    }
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('link', { name: 'Console' }).click();
    await expect.poll(said).toContain('the plugin x');
    await page.reload();
    await prompt().waitFor();
    await expect
      .poll(async () => {
        await prompt().press('ArrowUp');
        return await prompt().inputValue();
      })
      .toBe("'x')");
  });

  it('shows the progress of what runs, and Ctrl+C cancels it', async () => {
    await withPlugin();
    server.faults.set(SLOW, { kind: 'stall', after: 100 });
    await type(`plugins['${PLUGIN}'].install('W70B-fw')`);
    await page.getByRole('progressbar', { name: 'Running…' }).waitFor();
    await shot('running');
    await prompt().press('Control+c');
    await expect.poll(said, { timeout: 20_000 }).toContain('W70B-fw: cancelled');
    server.faults.delete(SLOW);
    await type('20 + 22');
    await expect.poll(said).toMatch(/\n42/);
    await prompt().press('Control+l');
    await expect.poll(said).not.toContain('42');
  });

  it('says what is wrong with a statement, and runs nothing of it', async () => {
    await type('plugins.install(7)');
    await expect.poll(said).toContain('contract.invalid-input');
    await type('document.title');
    await expect.poll(said).toContain('console.statement-failed');
    await shot('failures');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { DEMO_ID, startDemoServer } from '../builders/demo-server.ts';
import { removeTemporaryFolders } from '../builders/test-engine.ts';
import type { StaticServer } from '../fakes/static-server.ts';
import { availableTargets } from './launch.ts';
import { openApp } from './opened-app.ts';

const PLUGIN = DEMO_ID;
const SLOW = `firmware/${PLUGIN}/W70B-146.99.0.3.rom`;

/** The real engine behind the window: it is closed in the middle of an installation, and opened again. */
describe.each(availableTargets().filter((target) => target !== 'electron'))('a closed lid on %s', (target) => {
  let server: StaticServer;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'provdesk-lid-'));
    ({ server } = await startDemoServer({ firmwareBytes: () => 400_000 }));
  });
  afterAll(async () => {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    await server.stop();
    removeTemporaryFolders();
  });

  it('is the first thing to see at the next start, and one button goes on with it', async () => {
    server.faults.set(SLOW, { kind: 'stall', after: 100_000 });
    await inWindow(async (page) => {
      await page.getByRole('link', { name: 'Plugins', exact: true }).click();
      await page.getByRole('textbox', { name: 'Plugin server' }).fill(server.url);
      await page.getByRole('button', { name: 'Update the list' }).click();
      await page.getByRole('link', { name: new RegExp(PLUGIN) }).click();
      await page.getByRole('button', { name: 'Install', exact: true }).click();
      await page.getByRole('button', { name: 'Install all…' }).click();
      await page.getByRole('button', { name: 'Install 4 packages' }).click();
      await page.getByText('3 of 4 done').first().waitFor();
    });

    server.faults.clear();
    await inWindow(async (page) => {
      const note = page.getByRole('region', { name: /^Interrupted: / });
      await note.getByText('3 of 4 done').waitFor();
      await note.getByRole('button', { name: 'Go on' }).click();
      await page.getByRole('article').getByText('1 of 1 done').waitFor();
      await page.getByRole('link', { name: 'Overview', exact: true }).click();
      await note.waitFor({ state: 'detached' });
    });
  });

  async function inWindow(work: (page: Page) => Promise<void>): Promise<void> {
    const app = await openApp(target, { dataDir });
    try {
      await work(app.page);
    } finally {
      await app.close();
    }
  }
});

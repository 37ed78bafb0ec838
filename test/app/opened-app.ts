import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { rootDir } from './harness-node.ts';
import { type LaunchedApp, launchApp, type LaunchOptions, type Target } from './launch.ts';

/** What a click or a look in the window is given at most. */
const STEP_DEADLINE_MS = 20_000;

/** The built app on its real engine, with its first picture there. */
export async function openApp(target: Target, options: LaunchOptions = {}): Promise<LaunchedApp> {
  const app = await launchApp(target, options);
  try {
    app.page.setDefaultTimeout(STEP_DEADLINE_MS);
    await app.page.getByRole('navigation').waitFor();
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Keeps a picture below `test-results/`, for a person to look at. */
export async function keepPicture(page: Page, folder: string, name: string): Promise<void> {
  const dir = path.join(rootDir, 'test-results', folder);
  mkdirSync(dir, { recursive: true });
  await page.screenshot({ path: path.join(dir, `${name}.png`) });
}

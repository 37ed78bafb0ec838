import { findChromium } from '../../scripts/find-browser.mjs';
import { type Target, launchApp, startHeadless } from './launch.ts';

// Prints figures and judges none: they depend on the machine and on what else runs there.
const ROUNDS = 7;

await measure('headless: start to ready', async () => {
  const engine = await startHeadless();
  return engine.stop;
});
if (findChromium()) {
  for (const target of ['headless', 'host'] satisfies Target[]) {
    await measure(`${target}: start to window, Chromium included`, async () => {
      const app = await launchApp(target);
      await app.page.waitForSelector('nav');
      return app.close;
    });
  }
}

/** `start` resolves when the thing to measure is over, with what tidies up after it. */
async function measure(what: string, start: () => Promise<() => Promise<unknown>>): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    const stop = await start();
    times.push(performance.now() - startedAt);
    await stop();
  }
  times.sort((a, b) => a - b);
  const [best = 0, middle = 0, worst = 0] = [times[0], times[Math.floor(ROUNDS / 2)], times.at(-1)];
  console.log(`${what}: median ${middle.toFixed(0)} ms (best ${best.toFixed(0)}, worst ${worst.toFixed(0)}, ${ROUNDS} rounds)`);
}

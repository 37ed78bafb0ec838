/**
 * Prints how the device table moves with 2,000 rows under 20 batches a second of 200 changes each:
 * frame times as the page sees them, and how busy its main thread is. Says nothing about good or bad.
 * Run: `node test/app/bench-devices.ts [seconds]` after a build.
 */
import { startWindows } from './scripted-window.ts';
import { aDevice, workingMorning } from './site.ts';

const ROWS = 2000;
const BATCHES_PER_SECOND = 20;
const CHANGED = 200;
const seconds = Number(process.argv[2] ?? 5);

const windows = await startWindows();
const site = workingMorning();
site.devices = { revision: 1, devices: Array.from({ length: ROWS }, (_, index) => ({ ...aDevice(index), revision: 1 })) };
const { page, engine, close } = await windows.open(site, '#/devices');
await page.getByRole('row').nth(5).waitFor();

const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');
const busySeconds = async () => {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
};

for (const scrolling of [false, true]) {
  const busyBefore = await busySeconds();
  const measured = page.evaluate(measureFrames, { milliseconds: seconds * 1000, scrolling });
  const timer = setInterval(tellBatch, 1000 / BATCHES_PER_SECOND);
  const frames = (await measured).sort((a, b) => a - b);
  clearInterval(timer);
  const busy = ((await busySeconds()) - busyBefore) / seconds;
  const at = (share: number) => (frames[Math.min(frames.length - 1, Math.floor(frames.length * share))] ?? 0).toFixed(1);
  process.stdout.write(
    `${ROWS} rows, ${BATCHES_PER_SECOND} × ${CHANGED} changes/s${scrolling ? ', scrolling' : ''}: ${(frames.length / seconds).toFixed(1)} fps, ` +
      `frame p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms, main thread ${(busy * 100).toFixed(0)} %\n`,
  );
}
await close();
await windows.close();

function tellBatch(): void {
  const revision = site.devices.revision + 1;
  const start = (revision * CHANGED) % ROWS;
  const changed = site.devices.devices.slice(start, start + CHANGED).map((device) => ({
    ...device,
    state: revision % 2 === 0 ? ('fetching' as const) : ('fetched' as const),
    lastSeen: Date.now(),
    requests: device.requests + 1,
    revision,
  }));
  site.devices = { ...site.devices, revision };
  engine.tell('devices.changed', { revision, changed, removed: [] });
}

/** Runs in the page. @returns milliseconds between frames */
function measureFrames({ milliseconds, scrolling }: { milliseconds: number; scrolling: boolean }): Promise<number[]> {
  const grid = document.querySelector('[role="grid"]');
  return new Promise((resolve) => {
    const frames: number[] = [];
    const start = performance.now();
    let last = start;
    const step = (now: number) => {
      frames.push(now - last);
      last = now;
      if (scrolling && grid) grid.scrollTop = (grid.scrollTop + 40) % (grid.scrollHeight - grid.clientHeight);
      if (now - start < milliseconds) requestAnimationFrame(step);
      else resolve(frames);
    };
    requestAnimationFrame(step);
  });
}

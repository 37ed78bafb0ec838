import { writeFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

// Loaded into the product by `--import`: measures how late its main thread is, and writes it upon SIGUSR2.
const TICK_MS = 10;

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: TICK_MS });
  delay.enable();
  process.on('SIGUSR2', () => {
    // Milliseconds above the tick.
    const above = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - TICK_MS);
    const figures = { p50: above(delay.percentile(50)), p99: above(delay.percentile(99)), max: above(delay.max) };
    // The next time begins when the writing is over, however long the disk took.
    void writeFile(process.env.LOOP_WATCH ?? '', JSON.stringify(figures)).then(() => delay.reset());
  });
}

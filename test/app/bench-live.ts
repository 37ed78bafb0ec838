/**
 * What the live view costs: processor time of the app's main thread with 200 TFTP transfers running, with one window
 * that hears of all. Run: `node test/app/bench-live.ts`.
 */
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { removeTemporaryFolders, startTestEngine, temporaryFolder } from '../builders/test-engine.ts';

const TRANSFERS = 200;
const MEASURE_MS = 5000;
/** A phone that is slow to acknowledge: its file lasts longer than the measurement. */
const PHONE_THINKS_MS = 60;
const LOOPBACK = '127.0.0.1';

if (isMainThread) await measure();
else playPhones(workerData as number);

async function measure(): Promise<void> {
  const filesDir = temporaryFolder('files');
  writeFileSync(path.join(filesDir, 'a.rom'), Buffer.alloc(30_000_000, 'x'));
  const engine = await startTestEngine({ filesDir });
  const { tftp } = await engine.serve();
  let news = 0;
  // As it is written for a window in a browser.
  engine.backend.subscribe((name, payload) => {
    if (JSON.stringify({ name, payload }) && name === 'serving.changed') news += 1;
  });
  const span = async (): Promise<string> => {
    const [before, newsBefore] = [process.threadCpuUsage(), news];
    await sleep(MEASURE_MS);
    const { user, system } = process.threadCpuUsage(before);
    const perSecond = (user + system) / MEASURE_MS;
    return `${perSecond.toFixed(2)} ms a second, ${((news - newsBefore) / MEASURE_MS) * 1000} news a second`;
  };
  process.stdout.write(`live view, main thread, idle: ${await span()}\n`);
  const phones = new Worker(new URL(import.meta.url), { workerData: tftp.port });
  await sleep(3000);
  const { activeTransfers } = await engine.client.serving.status();
  process.stdout.write(`live view, main thread, ${activeTransfers} transfers: ${await span()}\n`);
  await phones.terminate();
  await engine.stop();
  removeTemporaryFolders();
}

function playPhones(port: number): void {
  for (let i = 0; i < TRANSFERS; i += 1) {
    const phone = createSocket('udp4');
    phone.bind({ address: LOOPBACK, port: 0 }, () => phone.send(Buffer.from('\0\u0001a.rom\0octet\0', 'latin1'), port, LOOPBACK));
    phone.on('message', (bytes, from) => {
      if (bytes[1] !== 3) return;
      const ack = Buffer.from([0, 4, bytes[2] ?? 0, bytes[3] ?? 0]);
      setTimeout(() => phone.send(ack, from.port, LOOPBACK), PHONE_THINKS_MS);
    });
  }
}

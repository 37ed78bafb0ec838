import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { WORKERS, temporaryFolder } from './test-engine.ts';

/** 7-Zip itself makes the archive: what it writes is what it must read. */
export async function sevenZipBytes(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const dir = temporaryFolder('pack');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, 'in', name)), { recursive: true });
    writeFileSync(path.join(dir, 'in', name), content);
  }
  const task = {
    archivePath: path.join(dir, 'in', 'x'),
    outDir: dir,
    args: ['a', '/out/a.7z', ...Object.keys(files).map((name) => `/in/${name.split('/')[0]}`)],
  };
  const worker = new Worker(WORKERS.sevenZip, { workerData: task });
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  await worker.terminate();
  return readFileSync(path.join(dir, 'a.7z'));
}

import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { DigestAnswer, DigestTask } from './digests.ts';

const CHUNK = 2 ** 20;
const buffer = Buffer.allocUnsafe(CHUNK);

parentPort?.on('message', (task: DigestTask) => parentPort?.postMessage(answer(task)));

function answer({ filePath, algorithms }: DigestTask): DigestAnswer {
  let file: number | undefined;
  try {
    file = openSync(filePath, 'r');
    const hashes = algorithms.map((algorithm) => createHash(algorithm));
    let size = 0;
    for (;;) {
      const count = readSync(file, buffer, 0, CHUNK, null);
      if (count === 0) break;
      size += count;
      for (const hash of hashes) hash.update(buffer.subarray(0, count));
    }
    return { size, digests: hashes.map((hash) => hash.digest('hex')) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { error: { code, message } };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Measure } from '../../domain/authoring/rewrite-packages.ts';
import { failureOf, type Failure, ProvdeskError } from '../../../shared/failures.ts';
import { storeFailure } from '../store/disk-failure.ts';

/** What `pkgs.db` declares of bytes. */
export async function measure(chunks: AsyncIterable<Uint8Array>): Promise<Measure> {
  const sha1 = createHash('sha1');
  let size = 0;
  for await (const chunk of chunks) {
    sha1.update(chunk);
    size += chunk.byteLength;
  }
  return { size, sha1sum: sha1.digest('hex') };
}

/** @throws ProvdeskError `store.unreadable` */
export async function measureFile(filePath: string): Promise<Measure> {
  return await measure(createReadStream(filePath)).catch((error: unknown) => {
    throw storeFailure(error, filePath);
  });
}

/** Each file on its own: one that cannot be read hides no other. */
export async function measureFiles(paths: readonly string[]): Promise<{
  files: ({ path: string; filename: string } & Measure)[];
  failed: { path: string; failure: Failure }[];
}> {
  const files: ({ path: string; filename: string } & Measure)[] = [];
  const failed: { path: string; failure: Failure }[] = [];
  for (const filePath of paths) {
    try {
      files.push({ path: filePath, filename: path.basename(filePath), ...(await measureFile(filePath)) });
    } catch (error) {
      if (!(error instanceof ProvdeskError)) throw error;
      failed.push({ path: filePath, failure: failureOf(error) });
    }
  }
  return { files, failed };
}

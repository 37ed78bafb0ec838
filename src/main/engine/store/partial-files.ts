import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Digest, ReceivedFile } from './content-store.ts';
import type { Digests } from './digests.ts';
import { giveBack } from '../../../shared/give-back.ts';
import { WriteBehind } from './write-behind.ts';

/** What a server said of a file, so that the rest is only added to the same content. */
export interface PartialOrigin {
  readonly url: string;
  /** A strong ETag or a date, for If-Range. Null: the rest cannot be asked for safely. */
  readonly validator: string | null;
}

/**
 * A download that may be gone on with: bytes in `partial/<key>` and beside them where they came from. It outlives a
 * crash and a closed lid. Nothing of it is trusted before its digests were taken over the whole.
 */
export class PartialFile {
  readonly filePath: string;
  readonly #originPath: string;

  private constructor(filePath: string) {
    this.filePath = filePath;
    this.#originPath = `${filePath}.json`;
  }

  /** `key` is a plain name: a digest. */
  static in(partialDir: string, key: string): PartialFile {
    return new PartialFile(path.join(partialDir, key));
  }

  /** Bytes that are here, and where they came from; 0 where that is not known. */
  async state(): Promise<{ size: number; origin: PartialOrigin | null }> {
    const found = await stat(this.filePath).catch(() => undefined); // Not there is the ordinary case.
    const origin = found?.isFile() ? await this.#readOrigin() : null;
    return origin && found ? { size: found.size, origin } : { size: 0, origin: null };
  }

  /** Begins anew. */
  async restart(origin: PartialOrigin): Promise<void> {
    await this.discard();
    await writeFile(this.#originPath, JSON.stringify(origin));
    await writeFile(this.filePath, '');
  }

  /** Adds bytes at the end as they come, and keeps none of the chunks for whoever made them. What came before an error stays. */
  async append(chunks: AsyncIterable<Uint8Array>, onBytes: (total: number) => void): Promise<void> {
    const file = await open(this.filePath, 'a');
    const written = new WriteBehind(file, giveBack);
    try {
      let { size } = await file.stat();
      try {
        for await (const chunk of chunks) {
          size += chunk.byteLength;
          await written.add(chunk);
          onBytes(size);
        }
      } finally {
        await written.end();
      }
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Moves the bytes to `tmpPath` and takes the digests over all of them: also those of an earlier day. */
  async finish(tmpPath: string, digests: Digests, declared: Digest['algorithm']): Promise<ReceivedFile> {
    const taken = await digests.ofFile(this.filePath, declared === 'sha256' ? [] : [declared]);
    await rename(this.filePath, tmpPath);
    await this.discard();
    return { tmpPath, ...taken };
  }

  async discard(): Promise<void> {
    await rm(this.filePath, { force: true });
    await rm(this.#originPath, { force: true });
  }

  async #readOrigin(): Promise<PartialOrigin | null> {
    try {
      const { url, validator } = JSON.parse(await readFile(this.#originPath, 'utf8')) as Partial<PartialOrigin>;
      return typeof url === 'string' ? { url, validator: typeof validator === 'string' ? validator : null } : null;
    } catch {
      return null; // A crash between two writes: the bytes are of unknown origin and begin anew.
    }
  }
}

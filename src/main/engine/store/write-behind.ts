import type { FileHandle } from 'node:fs/promises';

/** Bytes that wait for the disk, at most, before who brings them has to wait. */
const MOST_WAITING = 4 * 2 ** 20;

/**
 * Writes chunks at the end of a file in the order in which they come: what waits is written in one go, while more comes.
 * A file whose bytes come fast takes a tenth of the calls, and what comes slowly is written at once.
 */
export class WriteBehind {
  readonly #file: FileHandle;
  readonly #onWritten: ((chunk: Uint8Array) => void) | undefined;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #writing: Promise<void> | undefined;
  #failure: unknown;

  /** `onWritten` hears of every chunk that nothing here needs any more. */
  constructor(file: FileHandle, onWritten?: (chunk: Uint8Array) => void) {
    this.#file = file;
    this.#onWritten = onWritten;
  }

  /** @throws Error what the disk said, perhaps of an earlier chunk */
  async add(chunk: Uint8Array): Promise<void> {
    this.#throwFailure();
    this.#waiting.push(chunk);
    this.#bytes += chunk.byteLength;
    this.#writing ??= this.#writeAll();
    if (this.#bytes < MOST_WAITING) return;
    await this.#writing;
    this.#throwFailure();
  }

  /** Until all is written. @throws Error what the disk said */
  async end(): Promise<void> {
    await this.#writing;
    this.#throwFailure();
  }

  async #writeAll(): Promise<void> {
    try {
      // What comes in the same turn goes along.
      await new Promise(setImmediate);
      while (this.#waiting.length > 0) {
        const batch = this.#waiting;
        this.#waiting = [];
        this.#bytes = 0;
        await writeWhole(this.#file, batch);
        if (this.#onWritten) batch.forEach(this.#onWritten);
      }
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#writing = undefined;
    }
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** A disk that is nearly full takes a part of it, and tells why with the next call. */
async function writeWhole(file: FileHandle, batch: readonly Uint8Array[]): Promise<void> {
  const whole = batch.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  const { bytesWritten } = await file.writev(batch);
  if (bytesWritten < whole) await file.writeFile(Buffer.concat(batch).subarray(bytesWritten));
}

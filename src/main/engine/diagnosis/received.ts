import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Fetched, OnBytes } from './fetching.ts';

/** What has come of a file: counted, hashed and let go. */
export class Received {
  readonly #hash = createHash('sha256');
  readonly #maxBytes: number;
  readonly #onBytes: OnBytes;
  readonly #startedAt = performance.now();
  #bytes = 0;

  constructor(maxBytes: number, onBytes: OnBytes) {
    this.#maxBytes = maxBytes;
    this.#onBytes = onBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isTooLarge(): boolean {
    return this.#bytes > this.#maxBytes;
  }

  add(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#hash.update(bytes);
    this.#onBytes(this.#bytes);
  }

  got(facts: Pick<Extract<Fetched, { kind: 'got' }>, 'tftp' | 'certificate'>): Fetched {
    const milliseconds = Math.max(1, Math.round(performance.now() - this.#startedAt));
    return { kind: 'got', bytes: this.#bytes, sha256: this.#hash.digest('hex'), milliseconds, ...facts };
  }
}

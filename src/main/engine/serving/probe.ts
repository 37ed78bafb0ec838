import { createHash, randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Answer, ProvisioningRequest } from '../../domain/provisioning/request.ts';
import { storeFailure } from '../store/disk-failure.ts';

/** No multiple of any block: the last one is never full, and never empty. */
const PROBE_BYTES = 600 * 512 + 77;

/**
 * The file that a test of what is served fetches. Its name is chance, so nobody else asks for it; whoever serves it
 * leaves it out of what is told of devices.
 */
export class Probe {
  readonly name = `provdesk-test-${randomBytes(16).toString('hex')}`;
  readonly #filePath: string;
  #answer: Answer | undefined;

  /** `dir`: for files that may be lost. */
  constructor(dir: string) {
    this.#filePath = path.join(dir, this.name);
  }

  /** What a request for it is answered with, while it is there; undefined for any other request. */
  answer(request: ProvisioningRequest): Answer | undefined {
    return isAskedFor(this.name, request.path) ? this.#answer : undefined;
  }

  /** Puts it there. Returns what has to come. @throws ProvdeskError `store.disk-full`, `store.unreadable` */
  async put(now: number): Promise<{ readonly bytes: number; readonly sha256: string }> {
    const content = randomBytes(PROBE_BYTES);
    const sha256 = createHash('sha256').update(content).digest('hex');
    try {
      await writeFile(this.#filePath, content);
    } catch (error) {
      throw storeFailure(error, this.#filePath);
    }
    this.#answer = {
      kind: 'file',
      filePath: this.#filePath,
      size: PROBE_BYTES,
      modifiedAt: now,
      sha256,
      served: this.name,
      from: 'test',
      version: sha256,
    };
    return { bytes: PROBE_BYTES, sha256 };
  }

  async remove(): Promise<void> {
    this.#answer = undefined;
    // Where it cannot be removed now, it goes with the folder at the next start.
    await rm(this.#filePath, { force: true }).catch(() => undefined);
  }
}

/** Of a request as the wire said it: HTTP has a slash before the name. */
export function isAskedFor(probe: string, asked: string): boolean {
  return asked.length <= probe.length + 1 && asked.endsWith(probe);
}

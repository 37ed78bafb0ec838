import { rm } from 'node:fs/promises';
import { type FileDefinition, fileKey, mustBeBrought } from '../../domain/plugins/pkgs-db.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { ContentStore, StoredContent } from '../store/content-store.ts';
import type { StoreSpace } from '../store/store-space.ts';
import { fetchFile } from './fetch-file.ts';
import type { NetworkAccess } from '../network/network.ts';
import { HostLimit } from './host-limit.ts';
import type { NetworkPolicy } from './network-policy.ts';

/** A package file whose size and digest were checked just now. Only `FileDownloads.obtain` makes one. */
export interface VerifiedFile {
  readonly definition: FileDefinition;
  readonly content: StoredContent;
  readonly filePath: string;
  /** Bytes that came over the network for it; 0 where it was here already. */
  readonly fetched: number;
}

export interface ObtainOptions {
  readonly signal: AbortSignal;
  readonly allowFile: boolean;
  /** Bytes that are here, and how many of them have just come. */
  readonly onBytes: (done: number, fresh: number) => void;
}

/**
 * Package files by digest: from the store where they are there and whole, else from their address. Two packages that
 * ask for the same file at the same time share one download.
 */
export class FileDownloads {
  readonly #contents: ContentStore;
  readonly #space: StoreSpace;
  readonly #partialDir: string;
  readonly #policy: NetworkPolicy;
  readonly #network: NetworkAccess;
  readonly #limit: HostLimit;
  readonly #running = new Map<string, Promise<StoredContent>>();

  constructor(contents: ContentStore, space: StoreSpace, partialDir: string, policy: NetworkPolicy, network: NetworkAccess) {
    this.#contents = contents;
    this.#space = space;
    this.#partialDir = partialDir;
    this.#policy = policy;
    this.#network = network;
    this.#limit = new HostLimit(policy.perHost);
  }

  /**
   * @throws ProvdeskError `packages.file-missing` without an address, `packages.downloader-unknown`,
   *   `packages.size-mismatch`, `packages.digest-mismatch`, `store.limit-reached`, and what `openSource` throws
   */
  async obtain(definition: FileDefinition, options: ObtainOptions): Promise<VerifiedFile> {
    const here = this.#contents.find(definition.digest, definition.size);
    if (here && (await this.#contents.verify(here))) return this.#verified(definition, here, 0);
    if (mustBeBrought(definition)) throw mustBringFailure([definition]);
    const key = fileKey(definition);
    const shared = this.#running.get(key);
    if (shared) {
      const content = await unlessCancelled(shared, options.signal);
      if (content) return this.#verified(definition, content, 0);
      return await this.obtain(definition, options); // The other one was cancelled or failed: try by ourselves.
    }
    const download = this.#download(definition, options);
    const shareable = download.then(({ content }) => content);
    shareable.catch(() => undefined); // Who started it hears of the failure; there may be nobody who shares it.
    this.#running.set(key, shareable);
    try {
      const { content, fetched } = await download;
      return this.#verified(definition, content, fetched);
    } finally {
      this.#running.delete(key);
    }
  }

  #verified(definition: FileDefinition, content: StoredContent, fetched: number): VerifiedFile {
    return { definition, content, filePath: this.#contents.pathOf(content.sha256), fetched };
  }

  async #download(definition: FileDefinition, options: ObtainOptions): Promise<{ content: StoredContent; fetched: number }> {
    const { filename, size, digest, url } = definition;
    const key = fileKey(definition);
    const room = this.#space.reserve([{ key, size }]);
    try {
      // What an earlier day left may be of other content than the rest: then the whole is fetched once more.
      for (let again = false; ; again = true) {
        const { received, fetched, resumed } = await this.#limit.run(url, () =>
          fetchFile(this.#contents, this.#partialDir, definition, { ...options, policy: this.#policy, network: this.#network }),
        );
        const actual = received[digest.algorithm] ?? '';
        if (received.size === size && actual === digest.hex)
          return { content: await this.#contents.keep(received, key), fetched };
        await rm(received.tmpPath, { force: true });
        if (resumed && !again) continue;
        if (received.size !== size)
          throw new ProvdeskError('packages.size-mismatch', { file: filename, expected: size, actual: received.size, url });
        throw new ProvdeskError('packages.digest-mismatch', { file: filename, expected: digest.hex, actual, url });
      }
    } finally {
      room.release();
    }
  }
}

/** Says what to do about a file that we cannot fetch. */
export function mustBringFailure(files: readonly FileDefinition[]): ProvdeskError {
  // All at once: who brings one and is then told of the next has come for nothing.
  const file = files.map(({ filename }) => filename).join(', ');
  const downloader = files.find(({ foreignDownloader }) => foreignDownloader !== undefined)?.foreignDownloader;
  if (downloader !== undefined) return new ProvdeskError('packages.downloader-unknown', { file, downloader });
  return new ProvdeskError('packages.file-missing', { file });
}

/** What another one's download brings; nothing where that failed. @throws ProvdeskError `operations.cancelled` */
async function unlessCancelled(shared: Promise<StoredContent>, signal: AbortSignal): Promise<StoredContent | undefined> {
  let cancel: (() => void) | undefined;
  try {
    return await Promise.race([
      shared.catch(() => undefined),
      new Promise<never>((_, reject) => {
        cancel = () => reject(new ProvdeskError('operations.cancelled'));
        if (signal.aborted) cancel();
        signal.addEventListener('abort', cancel, { once: true });
      }),
    ]);
  } finally {
    if (cancel) signal.removeEventListener('abort', cancel);
  }
}

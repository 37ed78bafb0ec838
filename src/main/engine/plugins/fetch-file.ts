import { type FileDefinition, fileKey } from '../../domain/plugins/pkgs-db.ts';
import { failureOf, ProvdeskError } from '../../../shared/failures.ts';
import type { ContentStore, ReceivedFile } from '../store/content-store.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { PartialFile } from '../store/partial-files.ts';
import { isWorthAnotherTry, type NetworkPolicy, pauseBefore } from './network-policy.ts';
import { openSource, type SourceOptions } from './source.ts';

export interface FetchOptions extends Pick<SourceOptions, 'signal' | 'allowFile' | 'network'> {
  readonly policy: NetworkPolicy;
  /** Bytes that are here, those of an earlier attempt included, and how many of them have just come. */
  readonly onBytes: (done: number, fresh: number) => void;
}

/** The file whole, with its digests, and how much of it came now. Whether it is the right one is not said yet. */
export interface FetchedFile {
  readonly received: ReceivedFile;
  readonly fetched: number;
  readonly resumed: boolean;
}

/**
 * Fetches a file, goes on where an earlier attempt ended, and tries again after what may pass. A server that declares
 * another size than the plugin does is told at once, before its bytes are fetched.
 *
 * @throws ProvdeskError `packages.size-mismatch`; the last attempt's `source.*`; `operations.cancelled`; the disk's
 */
export async function fetchFile(
  contents: ContentStore,
  partialDir: string,
  definition: FileDefinition,
  options: FetchOptions,
): Promise<FetchedFile> {
  const partial = PartialFile.in(partialDir, fileKey(definition));
  let fetched = 0;
  let resumed = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const step = await fetchRest(partial, definition, options);
      fetched += step.fetched;
      resumed ||= step.resumed;
      const tmpPath = contents.tmpPath(definition.filename);
      const received = await partial.finish(tmpPath, contents.digests, definition.digest.algorithm);
      return { received, fetched, resumed };
    } catch (error) {
      if (isDiskError(error)) throw storeFailure(error, partial.filePath);
      if (attempt >= options.policy.attempts || !isWorthAnotherTry(failureOf(error))) throw error;
      await pause(pauseBefore(attempt + 1, options.policy, Math.random()), options.signal);
    }
  }
}

async function fetchRest(
  partial: PartialFile,
  definition: FileDefinition,
  options: FetchOptions,
): Promise<{ fetched: number; resumed: boolean }> {
  const { url, size, filename } = definition;
  const before = await partial.state();
  // All of it came, and the engine ended before it was checked: the check that follows says whether it is the file.
  if (before.origin?.url === url && before.size === size) {
    options.onBytes(size, 0);
    return { fetched: 0, resumed: true };
  }
  // Only what came from this address, and can be asked for as the rest of the same content, is gone on with.
  const validator = before.origin?.url === url && before.size > 0 && before.size < size ? before.origin.validator : null;
  const source = await openSource(url, {
    signal: options.signal,
    allowFile: options.allowFile,
    stallMs: options.policy.stallMs,
    size,
    network: options.network,
    limit: size + 2 ** 20,
    ...(validator === null ? {} : { rest: { from: before.size, validator } }),
  });
  try {
    if (source.total !== null && source.total !== size)
      throw new ProvdeskError('packages.size-mismatch', { file: filename, expected: size, actual: source.total, url });
    if (source.start === 0) await partial.restart({ url, validator: source.validator });
    let fetched = 0;
    await partial.append(source.chunks, (total) => {
      const fresh = total - source.start - fetched;
      fetched += fresh;
      options.onBytes(total, fresh);
    });
    return { fetched, resumed: source.start > 0 };
  } finally {
    source.cancel();
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer);
      reject(new ProvdeskError('operations.cancelled'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel);
      resolve();
    }, milliseconds);
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
  });
}

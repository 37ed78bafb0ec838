import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { MatchedFile, UnmatchedFile } from '../../../shared/contract/files.ts';
import { type FailureCode, type Facts, ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import type { FileDefinition } from '../../domain/plugins/pkgs-db.ts';
import type { ContentStore, ReceivedFile } from '../store/content-store.ts';
import { readChunks } from '../store/read-chunks.ts';
import type { InstalledPlugins } from './installed-plugins.ts';

/** A folder of more is not a folder of firmware. */
const MOST_FILES = 20_000;

/** A file that some package declares, and which one. */
interface Wanted {
  readonly plugin: string;
  readonly package: string;
  readonly definition: FileDefinition;
}

interface BroughtParts {
  readonly contents: ContentStore;
  readonly installed: InstalledPlugins;
}

/**
 * Takes files that a person brought: matched by digest. One that only has the name of a wanted file is told what is
 * wrong with it, since the name says which one it was meant to be.
 */
export async function addFiles(
  paths: readonly string[],
  parts: BroughtParts,
): Promise<{ matched: MatchedFile[]; unmatched: UnmatchedFile[] }> {
  const wanted = wantedFiles(parts.installed);
  const matched: MatchedFile[] = [];
  const unmatched: UnmatchedFile[] = [];
  for (const given of paths) {
    for (const { filePath, failure } of await filesAt(given)) {
      const result = failure ?? (await addOne(filePath, wanted, parts.contents));
      if (result instanceof ProvdeskError) unmatched.push({ path: filePath, failure: result.failure });
      else
        matched.push(
          ...result.map((each) => ({
            path: filePath,
            plugin: each.plugin,
            package: each.package,
            file: each.definition.filename,
          })),
        );
    }
  }
  return { matched, unmatched };
}

/** Who wants these bytes; or why nobody does. Only a file of a wanted size is read. */
async function addOne(filePath: string, wanted: readonly Wanted[], contents: ContentStore): Promise<Wanted[] | ProvdeskError> {
  try {
    const { size } = await stat(filePath);
    const name = path.basename(filePath).toLowerCase();
    const named = wanted.find(({ definition }) => definition.filename.toLowerCase() === name);
    if (!wanted.some(({ definition }) => definition.size === size)) return refusalFor(filePath, named, size, null);
    const received = await contents.receive(readChunks(filePath), 'brought');
    const takers = wanted.filter(({ definition }) => isThatFile(definition, received));
    if (takers.length > 0) {
      await contents.keep(received);
      return takers;
    }
    await rm(received.tmpPath, { force: true });
    return refusalFor(filePath, named, size, received);
  } catch (error) {
    if (error instanceof ProvdeskError && (error.code === 'store.disk-full' || error.code === 'store.limit-reached')) throw error;
    return unreadable(filePath, error);
  }
}

function refusalFor(filePath: string, named: Wanted | undefined, size: number, received: ReceivedFile | null): ProvdeskError {
  if (!named) return new ProvdeskError('files.not-wanted', { path: filePath });
  const { filename: file, size: expected, digest } = named.definition;
  const [code, facts]: [FailureCode, Facts] =
    size !== expected || !received
      ? ['files.other-size', { file, expected, actual: size }]
      : ['files.other-content', { file, expected: digest.hex, actual: received[digest.algorithm] ?? '' }];
  return new ProvdeskError(code, { ...facts, path: filePath });
}

function isThatFile(definition: FileDefinition, received: ReceivedFile): boolean {
  return definition.size === received.size && definition.digest.hex === received[definition.digest.algorithm];
}

function wantedFiles(installed: InstalledPlugins): Wanted[] {
  return installed
    .all()
    .flatMap(({ id: plugin, content }) =>
      (content?.packages.packages ?? []).flatMap((pkg) =>
        pkg.files.map((definition) => ({ plugin, package: pkg.id, definition })),
      ),
    );
}

/** The file itself, or the plain files below a folder. Links are not followed. */
async function filesAt(given: string): Promise<{ filePath: string; failure?: ProvdeskError }[]> {
  try {
    if (!(await stat(given)).isDirectory()) return [{ filePath: given }];
    const entries = await readdir(given, { recursive: true, withFileTypes: true });
    const found = entries
      .filter((entry) => entry.isFile())
      .map((entry) => ({ filePath: path.join(entry.parentPath, entry.name) }));
    if (found.length > MOST_FILES) throw new Error(`it holds more than ${MOST_FILES} files`);
    return found;
  } catch (error) {
    return [{ filePath: given, failure: unreadable(given, error) }];
  }
}

function unreadable(filePath: string, error: unknown): ProvdeskError {
  if (error instanceof ProvdeskError) return error;
  return new ProvdeskError('plugins.file-unreadable', { path: filePath, reason: reasonOf(error) }, { cause: error });
}

import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { PackageDefinition } from '../../domain/plugins/pkgs-db.ts';
import type { Tree } from '../../domain/plugins/tree.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { Log } from '../host.ts';
import type { Journal } from '../journal/journal.ts';
import type { ContentStore } from '../store/content-store.ts';
import type { Store } from '../store/database.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import type { PublishedFiles } from '../store/published-files.ts';
import type { VerifiedFile } from './download.ts';
import { type ProcedureTools, runProcedure } from './run-procedure.ts';

/** A package whose procedure ran: what it serves lies in the store, but nobody is told of it yet. */
export interface StagedPackage {
  readonly plugin: string;
  readonly definition: PackageDefinition;
  readonly sources: readonly VerifiedFile[];
  readonly files: readonly { path: string; sha256: string; size: number }[];
}

export interface PackageParts {
  readonly database: Store;
  readonly published: PublishedFiles;
  readonly journal: Journal;
  readonly log: Log;
}

/**
 * Runs the procedure and takes its result into the content store. A crash or a failure leaves nothing published.
 *
 * @throws ProvdeskError `packages.step-failed` and what archives and the disk say
 */
export async function stagePackage(
  contents: ContentStore,
  plugin: string,
  definition: PackageDefinition,
  sources: readonly VerifiedFile[],
  tools: ProcedureTools,
): Promise<StagedPackage> {
  const workDir = contents.tmpPath('package');
  tools.log.debug('packages', 'files-verified', { plugin, package: definition.id, files: sources.length });
  try {
    await mkdir(workDir, { recursive: true });
    const tree = await runProcedure(definition, sources, workDir, tools);
    const files = await storeTree(contents, tree, sources, tools.signal);
    tools.log.debug('packages', 'staged', { plugin, package: definition.id, files: files.length });
    return { plugin, definition, sources, files };
  } catch (error) {
    throw isDiskError(error) ? storeFailure(error, workDir) : error;
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Publishes a staged package in one transaction: all its files at once, in place of what it served before. */
export function publishPackage(staged: StagedPackage, parts: PackageParts & { now(): number }): void {
  const { plugin, definition, files } = staged;
  const { id, version } = definition;
  parts.journal.commit([{ kind: 'package.installed', plugin, package: id, version, files: files.length }], () => {
    const now = parts.now();
    parts.database
      .prepare(
        `INSERT INTO package (plugin, id, version, installed_at) VALUES (@plugin, @id, @version, @now)
         ON CONFLICT (plugin, id) DO UPDATE SET version = @version, installed_at = @now`,
      )
      .run({ plugin, id, version, now });
    parts.database.prepare('DELETE FROM package_source WHERE plugin = ? AND package = ?').run(plugin, id);
    const addSource = parts.database.prepare('INSERT OR IGNORE INTO package_source (plugin, package, sha256) VALUES (?, ?, ?)');
    for (const source of staged.sources) addSource.run(plugin, id, source.content.sha256);
    parts.published.replace(plugin, id, files, now);
    parts.log.debug('packages', 'committing', { plugin, package: id, version });
  });
  parts.log.debug('packages', 'committed', { plugin, package: id, version });
  parts.published.reload(plugin);
}

/** @throws ProvdeskError `packages.not-installed` */
export function uninstallPackage(plugin: string, id: string, version: string | undefined, parts: PackageParts): void {
  if (version === undefined) throw new ProvdeskError('packages.not-installed', { plugin, package: id });
  parts.journal.commit([{ kind: 'package.uninstalled', plugin, package: id, version }], () => {
    parts.published.withdraw(plugin, id);
    parts.database.prepare('DELETE FROM package WHERE plugin = ? AND id = ?').run(plugin, id);
    parts.log.debug('packages', 'uninstall-committing', { plugin, package: id, version });
  });
  parts.log.debug('packages', 'uninstall-committed', { plugin, package: id, version });
  parts.published.reload(plugin);
}

/** Files that are a download as it came are in the store already; only unpacked ones are taken over. */
async function storeTree(
  contents: ContentStore,
  tree: Tree,
  sources: readonly VerifiedFile[],
  signal: AbortSignal,
): Promise<{ path: string; sha256: string; size: number }[]> {
  const known = new Map(sources.map((source) => [source.filePath, source.content]));
  const files: { path: string; sha256: string; size: number }[] = [];
  for (const [treePath, entry] of tree) {
    if (entry.kind === 'folder') continue;
    if (signal.aborted) throw new ProvdeskError('operations.cancelled');
    let content = known.get(entry.filePath);
    if (!content) {
      content = await contents.adopt(entry.filePath);
      // Two paths of the tree may be one unpacked file: it moved with the first.
      known.set(entry.filePath, content);
    }
    files.push({ path: path.posix.normalize(treePath), sha256: content.sha256, size: content.size });
  }
  return files;
}

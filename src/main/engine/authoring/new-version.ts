import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { modelReplacements, nextVersion, rewriteInfo } from '../../domain/authoring/rewrite-info.ts';
import { findTexts, type Replacement } from '../../domain/authoring/replace-text.ts';
import {
  applyMeasures,
  filesOf,
  type Measure,
  packageVersionsOf,
  type PackageSource,
  rewritePackages,
} from '../../domain/authoring/rewrite-packages.ts';
import type { FileDefinition } from '../../domain/plugins/pkgs-db.ts';
import type { NewVersion } from '../../../shared/contract/repo.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import { syncFolder } from '../store/sync.ts';
import { isDiskError, storeFailure } from '../store/disk-failure.ts';
import { safeJoin } from '../store/safe-join.ts';
import { measure, measureFile } from './measure.ts';
import type { AuthoringParts } from './parts.ts';
import {
  findPluginFolders,
  listMembers,
  type Member,
  type PluginFolder,
  readPluginTexts,
  requireValid,
} from './plugin-folder.ts';
import { neighbourOf } from '../store/replace-file.ts';

/** @see the call `repo.newVersion` for what each means */
export interface NewVersionWish {
  readonly source: string;
  readonly id: string;
  readonly newId: string;
  readonly out?: string | undefined;
  readonly version?: string | undefined;
  readonly packageVersions: readonly { readonly package: string; readonly version: string }[];
  readonly replace: readonly Replacement[];
  readonly files: readonly {
    readonly file: string;
    readonly path?: string | undefined;
    readonly content?: (Measure & { readonly filename?: string | undefined }) | undefined;
    readonly url?: string | undefined;
    readonly leaveOpen: boolean;
  }[];
  readonly fetch: boolean;
}

const LARGEST_SCANNED = 2 ** 20;
const MOST_LEFTOVERS = 200;

/**
 * Makes the folder of a plugin's new version from an existing one: versions, addresses and names rewritten in
 * `plugin-info` and `pkgs`, sizes and digests taken from bytes, every other file as it was. The folder appears whole,
 * and only when it holds no error.
 *
 * @throws ProvdeskError `repo.no-plugins`, `repo.plugin-invalid`, `repo.already-there`,
 *   `packages.unknown`, `repo.unknown-file`, `repo.unsafe-source`, `store.…`, and `source.…` of a file to fetch
 */
export async function makeNewVersion(wish: NewVersionWish, parts: AuthoringParts): Promise<NewVersion> {
  const { made, members, texts } = await planNewVersion(wish, parts);
  await writeFolder(made.dir, members, texts);
  return made;
}

/** All that `makeNewVersion` tells, and nothing written. @throws ProvdeskError as `makeNewVersion` */
export async function previewNewVersion(wish: NewVersionWish, parts: AuthoringParts): Promise<NewVersion> {
  return (await planNewVersion(wish, parts)).made;
}

interface Plan {
  readonly made: NewVersion;
  readonly members: readonly Member[];
  /** What is written in place of members of the same path. */
  readonly texts: readonly PackageSource[];
}

async function planNewVersion(wish: NewVersionWish, parts: AuthoringParts): Promise<Plan> {
  const folder = await findSource(wish.source, wish.id);
  const target = safeJoin(wish.out ?? path.dirname(folder.dir), wish.newId);
  if (await exists(target)) throw new ProvdeskError('repo.already-there', { path: target });
  const texts = await readPluginTexts(folder.dir);
  const { info, infoText } = requireValid(folder.id, texts);
  const versionsBefore = packageVersionsOf(texts.packages);
  const filesBefore = filesOf(texts.packages);
  refuseUnknown(wish, versionsBefore, filesBefore);

  const renamed = rewritePackages(texts.packages, packageWish(wish));
  const measures = await takeMeasures(wish, filesBefore, filesOf(renamed), parts);
  const packages = applyMeasures(renamed, measures);
  const versionsAfter = packageVersionsOf(packages);
  const version = wish.version ?? nextVersion(info.version);
  const models = modelReplacements(versionsBefore, versionsAfter);
  const newInfo = rewriteInfo(infoText, { version, replace: wish.replace, models });
  const { warnings } = requireValid(wish.newId, { ...texts, info: newInfo, packages });

  const members = await listMembers(folder, true);
  const written = [{ name: 'plugin-info', text: newInfo }, ...packages.map(inPkgs)];
  const files = changedFiles(filesBefore, filesOf(packages));
  const made: NewVersion = {
    plugin: wish.newId,
    version,
    dir: target,
    packages: [...versionsAfter].flatMap(([id, after]) => {
      const before = versionsBefore.get(id) ?? '';
      return before === after ? [] : [{ id, before, after }];
    }),
    files: files.map(({ id, filename, url, size, digest }) => ({
      id,
      filename,
      url,
      size,
      sha1sum: digest.hex,
      measured: measures.has(id),
    })),
    open: openQuestions(files, filesBefore, measures),
    leftovers: await findLeftovers(members, written, goneTexts(wish, versionsBefore, versionsAfter)),
    problems: warnings,
  };
  return { made, members, texts: written };
}

export async function findSource(source: string, id: string): Promise<PluginFolder> {
  const found = (await findPluginFolders(source)).find((folder) => folder.id === id);
  if (!found) throw new ProvdeskError('repo.no-plugins', { path: path.join(source, id) });
  return found;
}

function refuseUnknown(wish: NewVersionWish, versions: ReadonlyMap<string, string>, files: ReadonlyMap<string, unknown>): void {
  const wrongPackage = wish.packageVersions.find((each) => !versions.has(each.package))?.package;
  if (wrongPackage !== undefined) throw new ProvdeskError('packages.unknown', { plugin: wish.id, package: wrongPackage });
  const wrongFile = wish.files.find((each) => !files.has(each.file))?.file;
  if (wrongFile !== undefined) throw new ProvdeskError('repo.unknown-file', { plugin: wish.id, file: wrongFile });
}

/** A file that someone brought is known by the name that its vendor gave it. */
function packageWish({ packageVersions, replace, files }: NewVersionWish) {
  const byFile = new Map<string, { url?: string; filename?: string }>();
  for (const { file, path: filePath, content, url } of files) {
    const filename = filePath === undefined ? content?.filename : path.basename(filePath);
    const named = filename === undefined ? {} : { filename };
    byFile.set(file, { ...byFile.get(file), ...named, ...(url === undefined ? {} : { url }) });
  }
  return { versions: new Map(packageVersions.map((each) => [each.package, each.version])), replace, files: byFile };
}

async function takeMeasures(
  wish: NewVersionWish,
  before: ReadonlyMap<string, FileDefinition>,
  after: ReadonlyMap<string, FileDefinition>,
  parts: AuthoringParts,
): Promise<Map<string, Measure>> {
  const measures = new Map<string, Measure>();
  for (const { file, path: filePath, content } of wish.files) {
    if (filePath !== undefined) measures.set(file, await measureFile(filePath));
    else if (content) measures.set(file, { size: content.size, sha1sum: content.sha1sum });
  }
  for (const { id, url } of after.values()) {
    const wished = wish.files.filter((each) => each.file === id);
    const given = wished.some((each) => each.url !== undefined);
    const isWanted = given || (wish.fetch && url !== before.get(id)?.url);
    if (wished.some((each) => each.leaveOpen)) continue;
    if (isWanted && url !== '' && !measures.has(id)) measures.set(id, await measure(await parts.fetch(url)));
  }
  return measures;
}

function changedFiles(before: ReadonlyMap<string, FileDefinition>, after: ReadonlyMap<string, FileDefinition>): FileDefinition[] {
  return [...after.values()].filter((file) => JSON.stringify(file) !== JSON.stringify(before.get(file.id)));
}

function openQuestions(
  changed: readonly FileDefinition[],
  before: ReadonlyMap<string, FileDefinition>,
  measures: ReadonlyMap<string, Measure>,
): NewVersion['open'] {
  return changed.flatMap(({ id, url, digest }): NewVersion['open'] => {
    const old = before.get(id);
    if (!measures.has(id)) return [{ file: id, reason: 'not-measured' }];
    return url !== '' && url === old?.url && digest.hex !== old.digest.hex ? [{ file: id, reason: 'same-address' }] : [];
  });
}

/** The folder under its name, whole, or not at all. */
async function writeFolder(target: string, members: readonly Member[], texts: readonly PackageSource[]): Promise<void> {
  const work = neighbourOf(target);
  try {
    await mkdir(work, { recursive: true });
    for (const { path: name, filePath, kind } of members) {
      if (kind === 'folder') await mkdir(safeJoin(work, name));
      else await copyFile(filePath, safeJoin(work, name));
    }
    for (const { name, text } of texts) await writeFile(safeJoin(work, name), text);
    await rename(work, target);
    await syncFolder(path.dirname(target));
  } catch (error) {
    throw isDiskError(error) ? storeFailure(error, target) : error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Texts that were to go: what is replaced, versions that no package has any more, the former id. */
function goneTexts(wish: NewVersionWish, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const kept = new Set(after.values());
  const versions = [...before.values()].filter((version) => !kept.has(version));
  return [...wish.replace.map(({ from }) => from), ...versions, ...(wish.id === wish.newId ? [] : [wish.id])];
}

/** Templates and code name firmware too; they are not rewritten, so their author is told. */
async function findLeftovers(
  members: readonly Member[],
  written: readonly PackageSource[],
  texts: readonly string[],
): Promise<NewVersion['leftovers']> {
  const leftovers: NewVersion['leftovers'] = [];
  const rewritten = new Map(written.map(({ name, text }) => [name, text]));
  for (const { path: file, filePath, kind, size } of members) {
    if (kind === 'folder' || size > LARGEST_SCANNED || leftovers.length >= MOST_LEFTOVERS) continue;
    const text = rewritten.get(file) ?? (await readText(filePath));
    if (text !== undefined) leftovers.push(...findTexts(text, texts).map((found) => ({ file, ...found })));
  }
  return leftovers.slice(0, MOST_LEFTOVERS);
}

/** Undefined of what is no text. */
async function readText(filePath: string): Promise<string | undefined> {
  const bytes = await readFile(filePath).catch((error: unknown) => {
    throw storeFailure(error, filePath);
  });
  return bytes.includes(0) ? undefined : bytes.toString('utf8');
}

function inPkgs({ name, text }: PackageSource): PackageSource {
  return { name: `pkgs/${name}`, text };
}

async function exists(filePath: string): Promise<boolean> {
  return await stat(filePath).then(
    () => true,
    () => false,
  );
}

import { type IniSection, parseIni } from '../plugins/ini.ts';
import { type FileDefinition, resolveFile } from '../plugins/pkgs-db.ts';
import { type Replacement, replaceText } from './replace-text.ts';
import { type IniEdit, rewriteIni } from './rewrite-ini.ts';

/** A file of `pkgs/`. */
export interface PackageSource {
  readonly name: string;
  readonly text: string;
}

export interface PackageWish {
  /** New version by package id. */
  readonly versions: ReadonlyMap<string, string>;
  readonly replace: readonly Replacement[];
  /** Another address, another local name, by file id. */
  readonly files: ReadonlyMap<string, { readonly url?: string; readonly filename?: string }>;
}

/** What a file is by its bytes, lower-case hex. */
export interface Measure {
  readonly size: number;
  readonly sha1sum: string;
}

/**
 * The same package definitions for other firmware versions. A package's new version also takes the old one's place in
 * its description and in the addresses and names of its files, but not in a file that it shares with a package that
 * keeps its version. Sizes and digests stay: they come from bytes.
 */
export function rewritePackages(sources: readonly PackageSource[], wish: PackageWish): PackageSource[] {
  const sections = sectionsOf(sources);
  const swaps = versionSwaps(sections, wish.versions);
  const edits: IniEdit[] = [];
  for (const [name, section] of sections) {
    const wished = new Map<string, string>();
    for (const [key, { value }] of section.options) {
      if (!holdsVersions(name, key)) continue;
      const text = replaceText(value, [...(swaps.get(name) ?? []), ...wish.replace]);
      if (text !== value) wished.set(key, text);
    }
    const version = name.startsWith('pkg_') ? wish.versions.get(name.slice('pkg_'.length)) : undefined;
    if (version !== undefined) wished.set('version', version);
    const file = name.startsWith('file_') ? wish.files.get(name.slice('file_'.length)) : undefined;
    if (file?.url !== undefined) wished.set('url', file.url);
    if (file?.filename !== undefined && file.filename !== nameWithout(section, wished)) wished.set('filename', file.filename);
    for (const [key, value] of wished) edits.push({ section: name, key, value });
  }
  return sources.map(({ name, text }) => ({ name, text: rewriteIni(text, edits) }));
}

/** The same definitions with these files' sizes and SHA-1. */
export function applyMeasures(sources: readonly PackageSource[], measures: ReadonlyMap<string, Measure>): PackageSource[] {
  const edits = [...measures].flatMap(([id, { size, sha1sum }]) => [
    { section: `file_${id}`, key: 'size', value: String(size) },
    { section: `file_${id}`, key: 'sha1sum', value: sha1sum },
  ]);
  return sources.map(({ name, text }) => ({ name, text: rewriteIni(text, edits) }));
}

/** Every `[file_…]` that can be read, by its id. */
export function filesOf(sources: readonly PackageSource[]): Map<string, FileDefinition> {
  const found = new Map<string, FileDefinition>();
  for (const [name, section] of sectionsOf(sources)) {
    if (!name.startsWith('file_')) continue;
    const file = resolveFile(name.slice('file_'.length), section);
    if (!('reason' in file)) found.set(file.id, file);
  }
  return found;
}

/** Every package's version as written, by its id. */
export function packageVersionsOf(sources: readonly PackageSource[]): Map<string, string> {
  const packages = [...sectionsOf(sources)].filter(([name]) => name.startsWith('pkg_'));
  return new Map(packages.map(([name, { options }]) => [name.slice('pkg_'.length), options.get('version')?.value ?? '']));
}

function sectionsOf(sources: readonly PackageSource[]): Map<string, IniSection> {
  const sections = new Map<string, IniSection>();
  for (const { text } of sources) {
    for (const section of parseIni(text).sections) if (!sections.has(section.name)) sections.set(section.name, section);
  }
  return sections;
}

/** What to write for a package's old version, by section: its own, and those of its files. */
function versionSwaps(
  sections: ReadonlyMap<string, IniSection>,
  versions: ReadonlyMap<string, string>,
): Map<string, Replacement[]> {
  const swaps = new Map<string, Replacement[]>();
  const wishesOf = new Map<string, (Replacement | null)[]>();
  for (const [name, { options }] of sections) {
    if (!name.startsWith('pkg_')) continue;
    const [from, to] = [options.get('version')?.value ?? '', versions.get(name.slice('pkg_'.length))];
    const swap = to === undefined || from === '' ? null : { from, to };
    if (swap) swaps.set(name, [swap]);
    for (const file of (options.get('files')?.value ?? '').split(/\s+/)) {
      wishesOf.set(`file_${file}`, [...(wishesOf.get(`file_${file}`) ?? []), swap]);
    }
  }
  for (const [name, [first, ...others]] of wishesOf) {
    if (first && others.every((other) => other?.from === first.from && other.to === first.to)) swaps.set(name, [first]);
  }
  return swaps;
}

function holdsVersions(section: string, key: string): boolean {
  if (section.startsWith('pkg_')) return key === 'version' || key === 'description' || key.startsWith('description_');
  if (section.startsWith('file_')) return key === 'url' || key === 'filename';
  return section.startsWith('install_'); // Procedures name what lies in archives, and that changes with the version too.
}

/** The local name that a file would have without a wish for one. */
function nameWithout(section: IniSection, wished: ReadonlyMap<string, string>): string {
  const value = (key: string) => wished.get(key) ?? section.options.get(key)?.value;
  const url = value('url') ?? '';
  return value('filename') ?? url.slice(url.lastIndexOf('/') + 1);
}

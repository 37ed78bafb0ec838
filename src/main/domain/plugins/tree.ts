import { globPaths, isUnsafePattern, patternMatcher, splitPath } from './glob.ts';

/** A file that a procedure handles: where its bytes lie now, and how many they are. */
export interface TreeFile {
  readonly kind: 'file';
  readonly filePath: string;
  readonly size: number;
}

export type TreeEntry = TreeFile | { readonly kind: 'folder' };

/** What one node of a procedure holds: relative paths with `/`, folders too. Bytes are never copied on the way. */
export type Tree = ReadonlyMap<string, TreeEntry>;

/** Why an operation could not be done: becomes `packages.step-failed`. */
export interface StepRefusal {
  readonly kind: 'refusal';
  readonly file: string;
  readonly expected: string;
  readonly actual: string;
}

export function isRefusal(result: Tree | StepRefusal): result is StepRefusal {
  return 'kind' in result && result.kind === 'refusal';
}

/**
 * `cp GLOB… DEST`: a destination that ends in `/` is a folder, else the name of the one file that matched.
 * Folders are copied whole under their own name. A pattern that matches nothing is an error.
 */
export function copyOperation(source: Tree, args: readonly string[]): Tree | StepRefusal {
  const globs = args.slice(0, -1);
  const destination = args.at(-1) ?? '';
  if (isUnsafePattern(destination)) return refusal(destination, 'a path inside the served tree', 'a path that leads out of it');
  const matched = matchAll(source, globs);
  if (!Array.isArray(matched)) return matched;
  const base = splitPath(destination);
  const result = new Map<string, TreeEntry>();
  if (destination.endsWith('/')) {
    addFolders(result, base);
    for (const path of matched) copyUnder(source, path, base, result);
    return result;
  }
  const [only] = matched;
  const entry = only === undefined ? undefined : source.get(only);
  if (matched.length !== 1) return refusal(globs.join(' '), `exactly one file for ${destination}`, `${matched.length} matches`);
  if (entry?.kind !== 'file') return refusal(only ?? '', `a file for ${destination}`, 'a folder');
  addFolders(result, base.slice(0, -1));
  result.set(base.join('/'), entry);
  return result;
}

/** `include PATTERN…`: only what matches; a folder that matches brings all it holds, one that does not is not entered. */
export function includeOperation(source: Tree, patterns: readonly string[]): Tree | StepRefusal {
  const unsafe = patterns.find(isUnsafePattern);
  if (unsafe !== undefined) return refusal(unsafe, 'a pattern inside the tree', 'one that leads out of it');
  const matchers = patterns.map(patternMatcher);
  const result = new Map<string, TreeEntry>();
  for (const [path, entry] of source) {
    const parts = path.split('/');
    // Folders above are only entered where they match, so the outermost part decides.
    if (matchers.some((matches) => matches(parts[0] ?? ''))) result.set(path, entry);
  }
  return result;
}

/** `exclude PATTERN…`: all but what matches; a folder that matches goes with all it holds. */
export function excludeOperation(source: Tree, patterns: readonly string[]): Tree | StepRefusal {
  const unsafe = patterns.find(isUnsafePattern);
  if (unsafe !== undefined) return refusal(unsafe, 'a pattern inside the tree', 'one that leads out of it');
  const matchers = patterns.map(patternMatcher);
  const result = new Map<string, TreeEntry>();
  for (const [path, entry] of source) {
    const ancestry = path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'));
    if (!ancestry.some((step) => matchers.some((matches) => matches(step)))) result.set(path, entry);
  }
  return result;
}

/** The files that an extracting operation works on: every match must be a file. */
export function matchedFiles(source: Tree, glob: string): { path: string; file: TreeFile }[] | StepRefusal {
  const matched = matchAll(source, [glob]);
  if (!Array.isArray(matched)) return matched;
  const files: { path: string; file: TreeFile }[] = [];
  for (const path of matched) {
    const entry = source.get(path);
    if (entry?.kind !== 'file') return refusal(path, 'a file', 'a folder');
    files.push({ path, file: entry });
  }
  return files;
}

/** Two trees laid over each other; what came later wins, as leaves write into one result. */
export function overlay(below: Tree, above: Tree): Tree | StepRefusal {
  const result = new Map(below);
  for (const [path, entry] of above) {
    const there = result.get(path);
    if (there && there.kind !== entry.kind) return refusal(path, `a ${there.kind}, as another step made it`, `a ${entry.kind}`);
    result.set(path, entry);
  }
  return result;
}

/** A tree of entries by path, with the folders above them. */
export function treeOf(entries: Iterable<readonly [string, TreeEntry]>): Tree {
  const result = new Map<string, TreeEntry>();
  for (const [path, entry] of entries) {
    addFolders(result, path.split('/').slice(0, -1));
    result.set(path, entry);
  }
  return result;
}

function matchAll(source: Tree, globs: readonly string[]): string[] | StepRefusal {
  const matched = new Set<string>();
  for (const glob of globs) {
    if (isUnsafePattern(glob)) return refusal(glob, 'a pattern inside the package', 'one that leads out of it');
    const named = splitPath(glob).join('/');
    const matches = globPaths(glob, source.keys());
    // A name written out with brackets in it is no class of characters where only the name itself is there.
    const found = matches.length === 0 && source.has(named) ? [named] : matches;
    if (found.length === 0) return refusal(glob, 'at least one match', `none among ${describe(source)}`);
    for (const path of found) matched.add(path);
  }
  return [...matched];
}

function copyUnder(source: Tree, path: string, base: readonly string[], result: Map<string, TreeEntry>): void {
  const parent = path.lastIndexOf('/') + 1;
  for (const [candidate, entry] of source) {
    if (candidate === path || candidate.startsWith(`${path}/`)) result.set([...base, candidate.slice(parent)].join('/'), entry);
  }
}

function addFolders(result: Map<string, TreeEntry>, parts: readonly string[]): void {
  parts.forEach((_, i) => result.set(parts.slice(0, i + 1).join('/'), { kind: 'folder' }));
}

function describe(tree: Tree): string {
  const paths = [...tree.keys()];
  return paths.length === 0
    ? 'no files'
    : paths.slice(0, 5).join(', ') + (paths.length > 5 ? ` and ${paths.length - 5} more` : '');
}

function refusal(file: string, expected: string, actual: string): StepRefusal {
  return { kind: 'refusal', file, expected, actual };
}

import type { PluginChange } from '../../../shared/contract/plugin-change.ts';
import type { PackageDefinition } from './pkgs-db.ts';

/** One version of a plugin, as far as a change of it is told. */
export interface PluginState {
  readonly version: string;
  readonly archiveBytes: number;
  readonly packages: readonly PackageDefinition[];
}

/** What it changes for who installs `id` that `after` takes the place of `before`. Lists are by package id. */
export function comparePlugins(id: string, before: PluginState | null, after: PluginState): PluginChange {
  const former = new Map(before?.packages.map((each) => [each.id, each]));
  const present = new Map(after.packages.map((each) => [each.id, each]));
  const changed = [...present.values()].flatMap((each) => {
    const old = former.get(each.id);
    if (!old || contentOf(old) === contentOf(each)) return [];
    return [{ id: each.id, before: old.version, after: each.version, sameVersion: old.version === each.version }];
  });
  return {
    id,
    before: before && sizesOf(before),
    after: sizesOf(after),
    added: versionsOf([...present.values()].filter((each) => !former.has(each.id))),
    removed: versionsOf([...former.values()].filter((each) => !present.has(each.id))),
    changed: changed.sort(byId),
  };
}

/** Files of several packages are counted once: they are fetched once. */
function sizesOf({ version, archiveBytes, packages }: PluginState) {
  const files = new Map(packages.flatMap((each) => each.files.map((file) => [file.id, file.size] as const)));
  return { version, archiveBytes, firmwareBytes: [...files.values()].reduce((sum, size) => sum + size, 0) };
}

/** What is installed: another address or description of the same bytes is no change. */
function contentOf({ version, files, procedure, variables }: PackageDefinition): string {
  const digests = files.map(({ filename, size, digest }) => [filename, size, digest.hex]);
  return JSON.stringify([version, digests, procedure?.steps ?? null, [...variables]]);
}

function versionsOf(packages: readonly PackageDefinition[]): { id: string; version: string }[] {
  return packages.map(({ id, version }) => ({ id, version })).sort(byId);
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

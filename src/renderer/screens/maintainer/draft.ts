import type { NewVersion, PluginSource } from '../../../shared/contract/repo.ts';

/** A file by its bytes: brought here, or measured at its address. */
export interface Content {
  /** As it was brought; absent where it came from its address. */
  readonly filename?: string;
  readonly size: number;
  readonly sha1sum: string;
}

/** What a person settled of a new version so far. */
export interface Draft {
  readonly newId: string;
  /** The plugin's own version. */
  readonly version: string;
  /** New package version by the former one. */
  readonly versions: Readonly<Record<string, string>>;
  /** New address by file; absent: what the new versions make of it. */
  readonly urls: Readonly<Record<string, string>>;
  readonly contents: Readonly<Record<string, Content>>;
  /** Download what was not brought, to measure it. */
  readonly download: boolean;
}

export function emptyDraft({ id, nextVersion }: PluginSource): Draft {
  return { newId: id, version: nextVersion, versions: {}, urls: {}, contents: {}, download: true };
}

export interface VersionGroup {
  readonly version: string;
  readonly packages: readonly string[];
}

/** Packages by the version that they share, so that it is written once. */
export function versionGroups({ packages }: PluginSource): VersionGroup[] {
  const groups = new Map<string, string[]>();
  for (const { id, version } of packages) groups.set(version, [...(groups.get(version) ?? []), id]);
  return [...groups].map(([version, ids]) => ({ version, packages: ids }));
}

/** The id with the new firmware version where it names the former one: `snom-8.7.3.25` → `snom-8.7.5.1`. */
export function suggestedId(id: string, versions: Draft['versions']): string {
  for (const [before, after] of Object.entries(versions)) {
    const at = id.indexOf(before);
    const [left, right] = [id[at - 1] ?? '', id[at + before.length] ?? ''];
    // A number never inside a longer one.
    if (before !== '' && after !== '' && at >= 0 && !/\d/.test(left) && !/\d/.test(right)) return id.replace(before, () => after);
  }
  return id;
}

/** What `repo.newVersion` and its preview are asked for. Addresses are left open where nothing measured them. */
export function wishOf(source: string, shown: PluginSource, draft: Draft) {
  const packageVersions = shown.packages.flatMap(({ id, version }) => {
    const after = draft.versions[version]?.trim();
    return after === undefined || after === '' || after === version ? [] : [{ package: id, version: after }];
  });
  const ids = new Set([...Object.keys(draft.urls), ...Object.keys(draft.contents)]);
  const files = [...ids].map((file) => {
    const [url, content] = [draft.urls[file]?.trim(), draft.contents[file]];
    return { file, leaveOpen: true, ...(url === undefined ? {} : { url }), ...(content ? { content } : {}) };
  });
  return { source, id: shown.id, newId: draft.newId.trim(), version: draft.version.trim(), packageVersions, files };
}

export interface FileRow {
  readonly id: string;
  readonly filename: string;
  /** As it will stand. */
  readonly url: string;
}

/** Files to settle: those of packages that get another version, and whatever else changes. */
export function fileRows(shown: PluginSource, preview: NewVersion): FileRow[] {
  const changed = new Map(preview.files.map((file) => [file.id, file]));
  const packages = new Set(preview.packages.map(({ id }) => id));
  const ofPackages = shown.packages.flatMap(({ id, files }) => (packages.has(id) ? files : []));
  const wanted = new Set([...changed.keys(), ...ofPackages]);
  return shown.files.flatMap((file) => {
    if (!wanted.has(file.id)) return [];
    const { id, filename, url } = changed.get(file.id) ?? file;
    return [{ id, filename, url }];
  });
}

/** Files that are downloaded to be measured: not brought, with an address that nobody measured yet. */
export function toMeasure(rows: readonly FileRow[], draft: Draft): FileRow[] {
  if (!draft.download) return [];
  return rows
    .map((row) => ({ ...row, url: (draft.urls[row.id] ?? row.url).trim() }))
    .filter(({ id, url }) => draft.contents[id] === undefined && url !== '');
}

/** After a look back: what was brought stays for files that still change; addresses only where the versions are the same. */
export function carriedOver(former: Draft, settled: Draft, rows: readonly FileRow[]): Draft {
  const isSame = JSON.stringify(former.versions) === JSON.stringify(settled.versions);
  const wanted = new Set(rows.map(({ id }) => id));
  const kept = Object.entries(former.contents).filter(
    ([id, { filename }]) => wanted.has(id) && (isSame || filename !== undefined),
  );
  return { ...settled, urls: isSame ? former.urls : {}, contents: Object.fromEntries(kept) };
}

/** What was measured at another address holds no longer; what was brought does. */
export function withUrl(draft: Draft, file: string, url: string): Draft {
  const { [file]: content, ...others } = draft.contents;
  const contents = content && content.filename === undefined ? others : draft.contents;
  return { ...draft, urls: { ...draft.urls, [file]: url }, contents };
}

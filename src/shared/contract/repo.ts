import { z } from 'zod';
import { call } from './kit.ts';
import { PluginChange } from './plugin-change.ts';
import { AbsolutePath, Failure, Id } from './values.ts';

/** What is wrong with a plugin folder, and where. `line` counts from 1. */
export const PluginProblem = z.object({
  /** Relative to the plugin's folder. */
  file: z.string(),
  line: z.number(),
  /** A warning does not keep a plugin from being built. */
  severity: z.enum(['error', 'warning']),
  reason: z.string(),
});
export type PluginProblem = z.infer<typeof PluginProblem>;

export const BuiltArchive = z.object({
  plugin: z.string(),
  version: z.string(),
  filename: z.string(),
  /** Bytes of the archive. */
  size: z.number(),
  sha1sum: z.string(),
  /** `replaced`: an archive of this version was there with other content. */
  state: z.enum(['written', 'unchanged', 'replaced']),
});
export type BuiltArchive = z.infer<typeof BuiltArchive>;

export const FolderIndex = z.object({
  /** What the index offers, by id. */
  plugins: z.array(z.object({ id: z.string(), version: z.string(), filename: z.string() })),
  /** Archives of a version that a higher one stands before. */
  superseded: z.array(z.string()),
  broken: z.array(z.object({ filename: z.string(), failure: Failure })),
});
export type FolderIndex = z.infer<typeof FolderIndex>;

/** A file by its bytes. `filename`: absent where the address names it. */
const Content = z.object({
  filename: Id.optional(),
  size: z.number().int().nonnegative(),
  sha1sum: z.string().regex(/^[0-9a-f]{40}$/, 'must be 40 hexadecimal digits'),
});

const Promotion = z.object({ id: Id, from: AbsolutePath, to: AbsolutePath });

/** `old` → `new`, wherever a version, an address or a file name holds it. */
const Replacement = z.object({ from: z.string().min(1).max(200), to: z.string().max(200) });

export const NewVersion = z.object({
  plugin: z.string(),
  version: z.string(),
  dir: z.string(),
  /** Packages whose version is another now. */
  packages: z.array(z.object({ id: z.string(), before: z.string(), after: z.string() })),
  /** Files whose definition is another now, as it stands. */
  files: z.array(
    z.object({
      id: z.string(),
      filename: z.string(),
      url: z.string(),
      size: z.number(),
      sha1sum: z.string(),
      measured: z.boolean(),
    }),
  ),
  /** What only the author can settle. `not-measured`: new address or name, old size and digest. `same-address`: new content, old address. */
  open: z.array(z.object({ file: z.string(), reason: z.enum(['not-measured', 'same-address']) })),
  /** Where a replaced text still stands. */
  leftovers: z.array(z.object({ file: z.string(), line: z.number(), text: z.string() })),
  problems: z.array(PluginProblem),
});
export type NewVersion = z.infer<typeof NewVersion>;

const NewVersionWish = z.object({
  /** The plugin's folder, or the one that it lies in. */
  source: AbsolutePath,
  id: Id,
  newId: Id,
  /** Where the new folder is made; absent: beside the source. */
  out: AbsolutePath.optional(),
  /** The plugin's own version; absent: its last number is raised. */
  version: z.string().min(1).max(64).optional(),
  packageVersions: z
    .array(z.object({ package: Id, version: z.string().max(200) }))
    .max(1000)
    .default([]),
  replace: z.array(Replacement).max(100).default([]),
  /**
   * `path` gives content and name, `url` the address, and the content too where nothing else gives it; `content` is what
   * was measured before, with the name that it had there. `leaveOpen`: an address is not downloaded to be measured.
   */
  files: z
    .array(
      z.object({
        file: Id,
        path: AbsolutePath.optional(),
        content: Content.optional(),
        url: z.string().max(4000).optional(),
        leaveOpen: z.boolean().default(false),
      }),
    )
    .max(1000)
    .default([]),
  /** Download files whose address changed, to learn size and digest. */
  fetch: z.boolean().default(false),
});

/** A plugin folder as a new version starts from it. */
export const PluginSource = z.object({
  id: z.string(),
  version: z.string(),
  /** `version` with its last number raised. */
  nextVersion: z.string(),
  packages: z.array(z.object({ id: z.string(), version: z.string(), files: z.array(z.string()) })),
  /** Sizes in bytes. */
  files: z.array(z.object({ id: z.string(), filename: z.string(), url: z.string(), size: z.number() })),
});
export type PluginSource = z.infer<typeof PluginSource>;

/** What lies in a channel's folder. A folder that is not there yet is an empty channel: building and promoting make it. */
export const Channel = z.object({
  exists: z.boolean(),
  plugins: z.array(
    z.object({
      id: z.string(),
      /** The version that `plugins.db` offers; null where it offers none. */
      offered: z.string().nullable(),
      /** The highest first, as numbers go; sizes in bytes. */
      versions: z.array(z.object({ version: z.string(), filename: z.string(), size: z.number() })),
    }),
  ),
  broken: z.array(z.object({ filename: z.string(), failure: Failure })),
});
export type Channel = z.infer<typeof Channel>;

const Folder = AbsolutePath.nullable();

/** Where the maintainer works; null where nothing was chosen. */
export const RepoFolders = z.object({ source: Folder, testing: Folder, stable: Folder, archive: Folder });
export type RepoFolders = z.infer<typeof RepoFolders>;

export const Measured = z.object({
  /** Sizes in bytes. */
  files: z.array(z.object({ path: z.string(), filename: z.string(), size: z.number(), sha1sum: z.string() })),
  failed: z.array(z.object({ path: z.string(), failure: Failure })),
});
export type Measured = z.infer<typeof Measured>;

/** Authoring: plugin folders, their archives, and the plain folders that any web server can hold as a channel. */
export const repo = {
  check: call(
    z.object({ source: AbsolutePath }),
    z.object({
      plugins: z.array(
        z.object({
          plugin: z.string(),
          /** Null where its `plugin-info` does not say. */
          version: z.string().nullable(),
          problems: z.array(PluginProblem),
        }),
      ),
    }),
  ),
  show: call(z.object({ source: AbsolutePath, id: Id }), PluginSource),
  channel: call(z.object({ dir: AbsolutePath }), Channel),
  folders: call(z.void(), RepoFolders),
  setFolders: call(RepoFolders.partial(), RepoFolders),
  /** `source`: one plugin folder, or a folder of them. A plugin that cannot be built hides no other. */
  build: call(
    z.object({ source: AbsolutePath, out: AbsolutePath }),
    z.object({
      archives: z.array(BuiltArchive),
      failed: z.array(z.object({ plugin: z.string(), failure: Failure, problems: z.array(PluginProblem) })),
    }),
  ),
  index: call(z.object({ dir: AbsolutePath }), FolderIndex),
  previewPromotion: call(Promotion, PluginChange),
  promote: call(Promotion, z.object({ change: PluginChange, copied: z.boolean(), index: FolderIndex })),
  newVersion: call(NewVersionWish, NewVersion),
  /** What `newVersion` would make and leave open; nothing is written. */
  previewNewVersion: call(NewVersionWish, NewVersion),
  /** What `pkgs.db` declares of a file. */
  measure: call(z.object({ paths: z.array(AbsolutePath).min(1).max(1000) }), Measured),
  /** The same of what an address gives: it is downloaded and not kept. */
  measureAddress: call(z.object({ url: z.string().min(1).max(4000) }), z.object({ size: z.number(), sha1sum: z.string() })),
};

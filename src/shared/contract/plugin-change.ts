import { z } from 'zod';

const Version = z.object({ id: z.string(), version: z.string() });
/** `firmwareBytes`: of all files of its packages, each counted once. */
const State = z.object({ version: z.string(), archiveBytes: z.number(), firmwareBytes: z.number() });
/** `sameVersion`: its files or its procedure differ, its version does not. */
const Changed = z.object({ id: z.string(), before: z.string(), after: z.string(), sameVersion: z.boolean() });

/** What another version of a plugin changes for who installs it, by package id. `before` is null where there was none. */
export const PluginChange = z.object({
  id: z.string(),
  before: State.nullable(),
  after: State,
  added: z.array(Version),
  removed: z.array(Version),
  changed: z.array(Changed),
});
export type PluginChange = z.infer<typeof PluginChange>;

/** `toFetch`: bytes of its files that are not here. */
const ToFetch = { toFetch: z.number() };
/** `installed`: the package is installed now, in whatever version. */
const Installed = { installed: z.boolean() };

/** What the server's version of an installed plugin changes, with what that means for this machine. Bytes. */
export const PluginUpgrade = PluginChange.extend({
  before: State,
  /** What is installed is what the server has: an upgrade would do nothing. */
  current: z.boolean(),
  added: z.array(Version.extend(ToFetch)),
  /** An installed one that the new version no longer has stays installed and served. */
  removed: z.array(Version.extend(Installed)),
  changed: z.array(Changed.extend(ToFetch).extend(Installed)),
  /** To bring the installed packages among the changed ones to their new version; a shared file is counted once. */
  toFetch: z.number(),
});
export type PluginUpgrade = z.infer<typeof PluginUpgrade>;

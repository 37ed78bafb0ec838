import { z } from 'zod';
import { call, news } from './kit.ts';
import { OperationId, PackageScope } from './operations.ts';
import { Failure, Id, Instant } from './values.ts';

export const PackageFile = z.object({
  name: z.string(),
  size: z.number(),
  /** `here`: in the store, verified. `remote`: can be downloaded. `bring`: has no address that we can use, someone must bring it. */
  state: z.enum(['here', 'remote', 'bring']),
  /** What its plugin would have it fetched with, where Provdesk does not have that. */
  downloader: z.string().optional(),
  /** Its plugin tells it by an MD5, where all others have a SHA-1: accepted, and said. */
  weakDigest: z.literal(true).optional(),
});
export type PackageFile = z.infer<typeof PackageFile>;

export const PackageSummary = z.object({
  plugin: z.string(),
  id: z.string(),
  version: z.string(),
  installedVersion: z.string().optional(),
  installedAt: Instant.optional(),
  descriptions: z.record(z.string(), z.string()),
  /** Bytes of all its files as declared. */
  size: z.number(),
  files: z.array(PackageFile),
  /** Paths it serves, once installed. */
  served: z.array(z.string()),
  /** Why it cannot be installed, where it cannot. */
  problem: Failure.optional(),
});
export type PackageSummary = z.infer<typeof PackageSummary>;

/** What an installation of everything would do, before it is begun. Bytes. */
export const InstallPlan = z.object({
  packages: z.array(
    z.object({
      plugin: z.string(),
      id: z.string(),
      version: z.string(),
      /** Of its files that are not here. */
      toFetch: z.number(),
      /** Files without an address that nobody has brought yet: the package will fail without them. */
      missing: z.array(z.string()),
      problem: Failure.optional(),
    }),
  ),
  /** Plugins in this scope that cannot be read: nothing of them would be installed. */
  unreadable: z.array(z.object({ plugin: z.string(), problem: Failure })),
  /** All that must come over the network; a file that several packages share, of whatever plugins, is counted once. */
  toFetch: z.number(),
  /** Of their files that are here already, each counted once. */
  here: z.number(),
  diskFree: z.number(),
  /** The limit of the store, and by how much this would pass it even with all that is unused removed; 0 where it would not. */
  limit: z.number().nullable(),
  overLimit: z.number(),
  /** Firmware that is unpacked takes its room beside its download: half of what is free is safe to use. */
  fits: z.boolean(),
});
export type InstallPlan = z.infer<typeof InstallPlan>;

const Of = z.object({ plugin: Id });

export const packages = {
  list: call(Of, z.array(PackageSummary)),
  install: call(Of.extend({ packages: z.array(Id).min(1).max(1000) }), z.object({ operation: OperationId })),
  /**
   * Every package in scope that is not installed in its present version. A plugin that cannot be read or is busy is an
   * item that failed and stops no other.
   */
  installAll: call(PackageScope, z.object({ operation: OperationId })),
  /** What `installAll` would do. Changes nothing; an empty scope is an empty plan. */
  plan: call(PackageScope, InstallPlan),
  /** Installed packages that their plugin now has in another version; without `packages`, all of them. */
  upgrade: call(Of.extend({ packages: z.array(Id).min(1).max(1000).optional() }), z.object({ operation: OperationId })),
  uninstall: call(Of.extend({ packages: z.array(Id).min(1).max(1000) }), z.object({ uninstalled: z.array(z.string()) })),
  changed: news(z.object({ plugin: z.string() })),
};

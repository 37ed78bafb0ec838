import { z } from 'zod';
import { call, news } from './kit.ts';
import { OperationId } from './operations.ts';
import { Failure, Id, Instant } from './values.ts';

export const PackageFile = z.object({
  name: z.string(),
  size: z.number(),
  /** `here`: in the store, verified. `remote`: can be downloaded. `bring`: has no address that we can use, someone must bring it. */
  state: z.enum(['here', 'remote', 'bring']),
  /** What its plugin would have it fetched with, where Provdesk does not have that. */
  downloader: z.string().optional(),
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
  /** All that must come over the network; a file that several packages share is counted once. */
  toFetch: z.number(),
  diskFree: z.number(),
  /** Firmware that is unpacked takes its room beside its download: half of what is free is safe to use. */
  fits: z.boolean(),
});
export type InstallPlan = z.infer<typeof InstallPlan>;

const Of = z.object({ plugin: Id });

export const packages = {
  list: call(Of, z.array(PackageSummary)),
  install: call(Of.extend({ packages: z.array(Id).min(1).max(1000) }), z.object({ operation: OperationId })),
  /** Every package of the plugin that is not installed in its present version; `models` narrows it to those of these models. */
  installAll: call(
    Of.extend({ models: z.array(z.string().min(1).max(100)).max(200).optional() }),
    z.object({ operation: OperationId }),
  ),
  /** Of one plugin, of all of a vendor, or of every installed one; `models` narrows it. Changes nothing. */
  plan: call(
    z.object({
      plugin: Id.optional(),
      vendor: z.string().min(1).max(100).optional(),
      models: z.array(z.string().min(1).max(100)).max(200).optional(),
    }),
    InstallPlan,
  ),
  /** Installed packages that their plugin now has in another version; without `packages`, all of them. */
  upgrade: call(Of.extend({ packages: z.array(Id).min(1).max(1000).optional() }), z.object({ operation: OperationId })),
  uninstall: call(Of.extend({ packages: z.array(Id).min(1).max(1000) }), z.object({ uninstalled: z.array(z.string()) })),
  changed: news(z.object({ plugin: z.string() })),
};

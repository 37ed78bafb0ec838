import { z } from 'zod';
import { call, news } from './kit.ts';
import { Failure, Id, Instant } from './values.ts';

export const OperationId = z.string().min(1).max(64);

/** One file on its way, within an item. */
export const FileProgress = z.object({
  name: z.string(),
  done: z.number(),
  total: z.number(),
  state: z.enum(['waiting', 'downloading', 'here', 'failed']),
});
export type FileProgress = z.infer<typeof FileProgress>;

export const OperationItem = z.object({
  /** A package or plugin id, or an address; a file's name until it is known which plugin is in it. Only together with `plugin` does it name an item. */
  id: z.string(),
  /** The plugin that it belongs to; absent where that is said by `id`, or where several share an address. */
  plugin: z.string().optional(),
  state: z.enum(['waiting', 'downloading', 'installing', 'success', 'failed', 'cancelled']),
  files: z.array(FileProgress),
  failure: Failure.optional(),
});
export type OperationItem = z.infer<typeof OperationItem>;

/** Which packages are meant: those of a plugin, of a vendor's plugins, or of every installed one; `models` narrows it. */
export const PackageScope = z.object({
  plugin: Id.optional(),
  vendor: z.string().min(1).max(100).optional(),
  models: z.array(z.string().min(1).max(100)).min(1).max(200).optional(),
});
export type PackageScope = z.infer<typeof PackageScope>;

/** What was asked for, so that it can be named, and gone on with. */
export const OperationScope = PackageScope.extend({
  /** Also what the server lists and is not installed. */
  catalogue: z.boolean().optional(),
  /** The archive on this machine that a plugin was to be installed from. */
  from: z.string().optional(),
});
export type OperationScope = z.infer<typeof OperationScope>;

/** Every field that was not there from the start has a default: what an earlier version stored stays readable. */
export const Operation = z.object({
  id: OperationId,
  kind: z.enum(['plugins.install', 'packages.install', 'packages.install-all', 'links.check']),
  /** The plugin it is about; absent where it is about several. */
  plugin: z.string().optional(),
  scope: OperationScope.optional(),
  /** The ended operation whose rest this one does. */
  continues: OperationId.optional(),
  /** `partial`: some items failed. `interrupted`: the engine ended before it did. */
  state: z.enum(['running', 'success', 'partial', 'failed', 'cancelled', 'interrupted']),
  startedAt: Instant,
  finishedAt: Instant.optional(),
  items: z.array(OperationItem),
  /** Bytes that came over the network so far. */
  bytes: z.number(),
  /** Bytes of files that were here already and were used. */
  bytesHere: z.number().default(0),
  /** Grows with every change; the higher one is the newer one. */
  revision: z.number(),
});
export type Operation = z.infer<typeof Operation>;

const ById = z.object({ id: OperationId });

export const operations = {
  /** The newest 100. */
  list: call(z.void(), z.array(Operation)),
  get: call(ById, Operation),
  /** What was published stays, what was begun is undone; what runs ends soon after. */
  cancel: call(ById, Operation),
  /**
   * Goes on with an ended operation: all of it that did not succeed, be it failed, cancelled or left by an engine that
   * ended. What was published by then is not installed again, and downloads go on where they stopped.
   */
  retryFailed: call(ById, z.object({ operation: OperationId })),
  changed: news(Operation),
};

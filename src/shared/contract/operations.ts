import { z } from 'zod';
import { call, news } from './kit.ts';
import { Failure, Instant } from './values.ts';

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
  /** A plugin or package id. */
  id: z.string(),
  state: z.enum(['waiting', 'downloading', 'installing', 'success', 'failed', 'cancelled']),
  files: z.array(FileProgress),
  failure: Failure.optional(),
});
export type OperationItem = z.infer<typeof OperationItem>;

export const Operation = z.object({
  id: OperationId,
  kind: z.enum(['plugins.install', 'packages.install', 'packages.install-all', 'links.check']),
  /** The plugin it is about; absent where it is about several. */
  plugin: z.string().optional(),
  /** `partial`: some items failed. `interrupted`: the engine ended before it did. */
  state: z.enum(['running', 'success', 'partial', 'failed', 'cancelled', 'interrupted']),
  startedAt: Instant,
  finishedAt: Instant.optional(),
  items: z.array(OperationItem),
  /** Bytes fetched so far by this operation: what was here already is not counted. */
  bytes: z.number(),
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
  retryFailed: call(ById, z.object({ operation: OperationId })),
  changed: news(Operation),
};

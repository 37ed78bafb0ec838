import { z } from 'zod';
import { call, news } from './kit.ts';
import { Protocol } from './serving.ts';
import { Instant } from './values.ts';

/** How a provisioning request ended. `sent`: the client took every byte, or wrote every byte where it was let (WRQ). `missing` is normal where a vendor asks layer by layer. */
export const Outcome = z.enum(['sent', 'not-modified', 'missing', 'refused', 'aborted', 'timed-out', 'failed']);
export type Outcome = z.infer<typeof Outcome>;

const Entry = z.object({ seq: z.number(), at: Instant });
const About = z.object({ device: z.string().nullable(), mac: z.string().nullable(), ip: z.string().nullable() });

export const JournalEntry = z.discriminatedUnion('kind', [
  Entry.extend({
    kind: z.literal('request'),
    ...About.shape,
    protocol: Protocol,
    method: z.string(),
    /** As asked, control characters escaped. */
    path: z.string(),
    outcome: Outcome,
    /** Plugin whose tree answered, `files` for the folder served as it is, or `rendered` for a configuration that was written for it. */
    from: z.string().nullable(),
    /** The path as published, where it is not the one asked for; of a file that a device wrote, its path in the data folder. */
    served: z.string().nullable(),
    bytes: z.number(),
    total: z.number(),
    milliseconds: z.number(),
    userAgent: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  Entry.extend({
    kind: z.literal('device.new'),
    ...About.shape,
    vendor: z.string().nullable(),
    model: z.string().nullable(),
    version: z.string().nullable(),
  }),
  Entry.extend({
    kind: z.literal('device.changed'),
    ...About.shape,
    field: z.enum(['mac', 'ip', 'vendor', 'model', 'version']),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  /** A flash over SSH ended; `from` and `to` as the device said. */
  Entry.extend({
    kind: z.literal('upgrade.ended'),
    ...About.shape,
    operation: z.string(),
    outcome: z.enum(['success', 'failed', 'aborted', 'cancelled']),
    verdict: z.string().nullable(),
    image: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
  Entry.extend({ kind: z.literal('device.associated'), ...About.shape, plugin: z.string().nullable(), support: z.string() }),
  /** Somebody has changed what is in the configuration of this device, or of all of a vendor. The names alone. */
  Entry.extend({
    kind: z.literal('device.configured'),
    ...About.shape,
    /** Null where it is about one device. */
    vendor: z.string().nullable(),
    set: z.array(z.string()),
    unset: z.array(z.string()),
  }),
  /** Somebody lets this device write files over TFTP for a time. */
  Entry.extend({ kind: z.literal('device.upload-expected'), ...About.shape, until: Instant, maxBytes: z.number() }),
  Entry.extend({ kind: z.literal('plugin.installed'), plugin: z.string(), version: z.string() }),
  Entry.extend({ kind: z.literal('plugin.reloaded'), plugin: z.string(), version: z.string() }),
  Entry.extend({ kind: z.literal('plugin.uninstalled'), plugin: z.string(), version: z.string() }),
  Entry.extend({
    kind: z.literal('package.installed'),
    plugin: z.string(),
    package: z.string(),
    version: z.string(),
    files: z.number(),
  }),
  Entry.extend({ kind: z.literal('package.uninstalled'), plugin: z.string(), package: z.string(), version: z.string() }),
  Entry.extend({
    kind: z.literal('operation.ended'),
    operation: z.string(),
    what: z.string(),
    plugin: z.string().nullable(),
    state: z.string(),
    succeeded: z.number(),
    failed: z.number(),
  }),
  /** A password went to this host without encryption: its sign-in is Basic over HTTP, or FTP. */
  Entry.extend({ kind: z.literal('network.password-in-clear'), host: z.string() }),
  Entry.extend({ kind: z.literal('serving.started'), listeners: z.array(z.string()) }),
  Entry.extend({ kind: z.literal('serving.stopped'), reason: z.string().nullable() }),
  Entry.extend({ kind: z.literal('engine.started'), version: z.string() }),
  Entry.extend({ kind: z.literal('engine.stopped') }),
]);
export type JournalEntry = z.infer<typeof JournalEntry>;

export const journal = {
  /** Newest first. `before`: only entries with a lower `seq`, to page on. `since`: from this instant on. */
  list: call(
    z.object({
      device: z.string().max(100).optional(),
      before: z.number().int().optional(),
      since: Instant.optional(),
      limit: z.number().int().min(1).max(2000).default(200),
    }),
    z.array(JournalEntry),
  ),
  /** Oldest first; several at once. */
  appended: news(z.array(JournalEntry)),
};

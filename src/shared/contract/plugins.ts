import { z } from 'zod';
import { call, news } from './kit.ts';
import { OperationId } from './operations.ts';
import { PluginUpgrade } from './plugin-change.ts';
import { Failure, Id, Instant } from './values.ts';

/** One line of a plugin's capabilities. A missing key means unknown, never zero or no. */
export const Capability = z.object({
  vendor: z.string(),
  model: z.string(),
  version: z.string(),
  type: z.string().optional(),
  protocol: z.string().optional(),
  /** SIP or SCCP accounts. */
  lines: z.number().optional(),
  highAvailability: z.boolean().optional(),
  functionKeys: z.number().optional(),
  expansionModules: z.number().optional(),
  switchboard: z.boolean().optional(),
  multicell: z.boolean().optional(),
});
export type Capability = z.infer<typeof Capability>;

export const PluginSummary = z.object({
  id: z.string(),
  /** The server's version; absent where the server no longer lists it. */
  version: z.string().optional(),
  installedVersion: z.string().optional(),
  installedAt: Instant.optional(),
  /** What a rollback would bring back. */
  previousVersion: z.string().optional(),
  /** By language tag; `''` is the default text. */
  descriptions: z.record(z.string(), z.string()),
  vendors: z.array(z.string()),
  capabilities: z.array(Capability),
  /** Bytes of the archive as the index declares them. */
  archiveBytes: z.number().optional(),
  packages: z.object({ total: z.number(), installed: z.number() }).optional(),
  /** Why this entry cannot be used, where it cannot. */
  problem: Failure.optional(),
});
export type PluginSummary = z.infer<typeof PluginSummary>;

export const plugins = {
  server: call(z.void(), z.object({ url: z.string().nullable(), updatedAt: Instant.nullable() })),
  setServer: call(z.object({ url: z.string().max(2000) }), z.object({ url: z.string() })),
  update: call(z.void(), z.object({ plugins: z.number() })),
  /** What the server offers and what is installed, in one list, by id. */
  catalogue: call(z.void(), z.array(PluginSummary)),
  /** `from`: a plugin archive on this machine in place of the server's; the id is then read from it. */
  install: call(
    z.object({
      ids: z.array(Id).max(500),
      from: z.string().max(4000).optional(),
      /** Fetch the archive once more, even where what is installed looks the same. */
      refetch: z.boolean().default(false),
    }),
    z.object({ operation: OperationId }),
  ),
  /** To the server's version; the former one is kept until the new one is published, and can be gone back to. */
  upgrade: call(z.object({ ids: z.array(Id).min(1).max(500) }), z.object({ operation: OperationId })),
  /** What `upgrade` would change. Fetches the server's archive into the store and reads it; installs nothing. */
  previewUpgrade: call(z.object({ id: Id }), PluginUpgrade),
  rollback: call(z.object({ id: Id }), z.object({ id: z.string(), version: z.string(), replaced: z.string() })),
  /** Reads the plugin's folder anew, for who edits it. */
  reload: call(z.object({ id: Id }), z.object({ id: z.string(), version: z.string() })),
  /** `clean`: also drop the downloads that only this plugin's packages used. */
  uninstall: call(z.object({ id: Id, clean: z.boolean().default(false) }), z.object({ id: z.string(), version: z.string() })),
  /** Something in the catalogue is different: ask for it again. */
  changed: news(z.object({ revision: z.number() })),
};

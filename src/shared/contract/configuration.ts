import { z } from 'zod';
import { AbsolutePath, Instant } from './values.ts';

/** One setting of a phone, by its vendor's own name. What makes either unfit is said by a code of its own. */
export const Parameter = z.object({ name: z.string().trim().max(2000), value: z.string().trim().max(20_000) });
export type Parameter = z.infer<typeof Parameter>;

/** Whom parameters are given for: one device, or all of a vendor on this site. A device's own win. */
export const ConfigurationOwner = z.discriminatedUnion('kind', [
  /** By id, MAC, name or SSH address. */
  z.object({ kind: z.literal('device'), device: z.string().max(300) }),
  z.object({ kind: z.literal('vendor'), vendor: z.string().trim().min(1).max(100) }),
]);
export type ConfigurationOwner = z.infer<typeof ConfigurationOwner>;

/** What counts for a device, its vendor's parameters with it, or for a vendor. In the order in which they are written. */
export const Configuration = z.object({
  parameters: z.array(Parameter.extend({ of: z.enum(['device', 'vendor']) })),
  /** Null where nobody has ever given one. */
  changedAt: Instant.nullable(),
  /** Whether parameters can be given: it is known how configurations of this vendor are written. */
  writable: z.boolean(),
});
export type Configuration = z.infer<typeof Configuration>;

/** `set` replaces what is there; `unset` names only what this owner has itself. All of it is done, or nothing. */
export const ConfigurationChange = z.object({
  of: ConfigurationOwner,
  set: z.array(Parameter).max(2000).default([]),
  unset: z.array(z.string().trim().max(2000)).max(2000).default([]),
});

/** `out`: also write the files into this folder. What holds other bytes there is replaced only with `overwrite`. */
export const RenderWish = z.object({
  id: z.string().max(300),
  out: AbsolutePath.optional(),
  overwrite: z.boolean().default(false),
});

/** The files that a device would get; none where nobody has given it parameters. */
export const Rendered = z.object({
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});
export type Rendered = z.infer<typeof Rendered>;

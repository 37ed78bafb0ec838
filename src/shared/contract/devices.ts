import { z } from 'zod';
import { Configuration, ConfigurationChange, ConfigurationOwner, Rendered, RenderWish } from './configuration.ts';
import { call, news } from './kit.ts';
import { Instant, Mac, Port } from './values.ts';

/** How well a plugin suits a device. @see reference wazo-provd.md 4 (association) */
export const Support = z.enum(['none', 'improbable', 'unknown', 'probable', 'incomplete', 'complete', 'exact']);
export type Support = z.infer<typeof Support>;

/** How a device is reached over SSH. */
export const SshConnection = z.object({
  /** An address or a host name. */
  host: z.string().trim().min(1).max(253),
  port: Port.min(1).default(22),
  /** Ids of credentials, in the order in which they are tried. */
  credentials: z.array(z.string().max(100)).max(10).default([]),
  /** Also offer what was given up for being breakable: for this device alone. */
  legacy: z.boolean().default(false),
  /** False: it is left alone. */
  active: z.boolean().default(true),
  /** OpenWISP's id, which it then has to have. */
  uuid: z.guid().nullable().default(null),
});
export type SshConnection = z.infer<typeof SshConnection>;

export const Device = z.object({
  id: z.string(),
  mac: z.string().nullable(),
  /** What a person calls it. */
  name: z.string().nullable(),
  ip: z.string().nullable(),
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  /** Firmware version as the device itself said it last. */
  version: z.string().nullable(),
  plugin: z.string().nullable(),
  support: Support,
  group: z.string().nullable(),
  location: z.string().nullable(),
  ssh: SshConnection.nullable(),
  /** Board name, as the device itself said it over SSH. */
  board: z.string().nullable(),
  /** `added`: by a person, and not heard of yet. `seen`: it asked. `fetching`: a transfer runs. `fetched`: the last file that we had for it went out whole; no proof that it was used. */
  state: z.enum(['added', 'seen', 'fetching', 'fetched']),
  firstSeen: Instant,
  /** 0: never. */
  lastSeen: Instant,
  requests: z.number(),
  lastPath: z.string().nullable(),
  /** To which block number it goes after 65,535 of TFTP, where somebody has said so; null is its vendor's way, mostly 0. */
  rollover: z.union([z.literal(0), z.literal(1)]).nullable(),
  revision: z.number(),
});
export type Device = z.infer<typeof Device>;

const Name = z.string().trim().min(1).max(100);

/** What a person says of a device. Absent: as it is; null: nothing. */
export const DeviceChange = z.object({
  name: Name.nullable().optional(),
  group: Name.nullable().optional(),
  location: z.string().trim().min(1).max(200).nullable().optional(),
  ssh: SshConnection.nullable().optional(),
});
export type DeviceChange = z.infer<typeof DeviceChange>;

export const devices = {
  /** By its MAC, or without one, as a device that is known by its SSH address. */
  add: call(DeviceChange.extend({ mac: Mac.optional() }), Device),
  change: call(DeviceChange.extend({ id: z.string().max(100) }), Device),
  /** What it showed as its SSH keys is forgotten: the next ones are taken. */
  forgetHostKeys: call(z.object({ id: z.string().max(100) }), z.object({ forgotten: z.number() })),
  /** What is in the configurations of a device, or of all of a vendor. Its files are not written for anybody without it. */
  parameters: call(z.object({ of: ConfigurationOwner }), Configuration),
  /** From the very next request on. Fails as `devices.parameter-*`, `devices.too-many-parameters`, `devices.not-rendered`. */
  configure: call(ConfigurationChange, Configuration),
  render: call(RenderWish, Rendered),
  list: call(z.void(), z.object({ revision: z.number(), devices: z.array(Device) })),
  remove: call(z.object({ id: z.string().max(100) }), Device),
  /** For firmware above 32 MB over TFTP that stops there. */
  setRollover: call(z.object({ id: z.string().max(100), rollover: Device.shape.rollover }), Device),
  /**
   * Lets a device write files over TFTP for some minutes, up to twenty of so many bytes each. They are kept in `folder`,
   * and served to nobody. Without this, every write is refused.
   * Fails as `devices.not-serving` where no TFTP port is open.
   */
  expectUpload: call(
    z.object({
      mac: Mac,
      minutes: z.number().int().min(1).max(1440).default(15),
      maxBytes: z
        .number()
        .int()
        .min(1)
        .max(2 ** 30)
        .default(16 * 2 ** 20),
    }),
    z.object({ mac: z.string(), until: Instant, folder: z.string() }),
  ),
  /** At most 20 a second, several devices at once. */
  changed: news(z.object({ revision: z.number(), changed: z.array(Device), removed: z.array(z.string()) })),
};

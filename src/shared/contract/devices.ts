import { z } from 'zod';
import { call, news } from './kit.ts';
import { Instant, Mac } from './values.ts';

/** How well a plugin suits a device. @see reference wazo-provd.md 4 (association) */
export const Support = z.enum(['none', 'improbable', 'unknown', 'probable', 'incomplete', 'complete', 'exact']);
export type Support = z.infer<typeof Support>;

export const Device = z.object({
  id: z.string(),
  mac: z.string().nullable(),
  ip: z.string().nullable(),
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  /** Firmware version as the device itself said it last. */
  version: z.string().nullable(),
  plugin: z.string().nullable(),
  support: Support,
  /** `seen`: it asked. `fetching`: a transfer runs. `fetched`: the last file that we had for it went out whole; no proof that it was used. */
  state: z.enum(['seen', 'fetching', 'fetched']),
  firstSeen: Instant,
  lastSeen: Instant,
  requests: z.number(),
  lastPath: z.string().nullable(),
  /** To which block number it goes after 65,535 of TFTP, where somebody has said so; null is its vendor's way, mostly 0. */
  rollover: z.union([z.literal(0), z.literal(1)]).nullable(),
  revision: z.number(),
});
export type Device = z.infer<typeof Device>;

export const devices = {
  list: call(z.void(), z.object({ revision: z.number(), devices: z.array(Device) })),
  remove: call(z.object({ id: z.string().max(100) }), Device),
  /** For firmware above 32 MB over TFTP that stops there. */
  setRollover: call(z.object({ id: z.string().max(100), rollover: Device.shape.rollover }), Device),
  /**
   * Lets a device write files over TFTP for some minutes, up to twenty of so many bytes each. They are kept in `folder`,
   * and served to nobody. Without this, every write is refused.
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

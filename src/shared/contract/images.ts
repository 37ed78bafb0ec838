import { z } from 'zod';
import { call, news } from './kit.ts';
import { AbsolutePath, Instant } from './values.ts';

/** What an image says of itself in its fwtool trailer. @see reference openwisp-upgrader.md 6 (trailer) */
export const ImageFacts = z.object({
  /** Board names as a device has them in `/tmp/sysinfo/board_name`; empty where nothing tells. */
  boards: z.array(z.string()),
  /** Where `boards` are from: the image itself, the built-in or custom table by its type, or nowhere. */
  boardsFrom: z.enum(['image', 'table', 'nothing']),
  /** `1.0` where it says none. */
  compatVersion: z.string(),
  compatMessage: z.string().nullable(),
  distribution: z.string().nullable(),
  version: z.string().nullable(),
  revision: z.string().nullable(),
  target: z.string().nullable(),
  signed: z.boolean(),
});
export type ImageFacts = z.infer<typeof ImageFacts>;

export const Category = z.object({ id: z.string(), name: z.string(), description: z.string(), builds: z.number() });
export type Category = z.infer<typeof Category>;

export const Build = z.object({
  id: z.string(),
  category: z.string(),
  categoryName: z.string(),
  version: z.string(),
  /** What a device with this build says of itself, `OpenWrt 23.05.5 r24106-10cc5fcd00`. */
  os: z.string().nullable(),
  changelog: z.string(),
  addedAt: Instant,
  images: z.number(),
});
export type Build = z.infer<typeof Build>;

export const FirmwareImage = z.object({
  id: z.string(),
  build: z.string(),
  buildVersion: z.string(),
  category: z.string(),
  categoryName: z.string(),
  /** The file's name. */
  name: z.string(),
  sha256: z.string(),
  /** Bytes. */
  size: z.number(),
  /** The file's name without what stands before the first dash: `ath79-generic-…-sysupgrade.bin`. */
  type: z.string(),
  facts: ImageFacts,
  addedAt: Instant,
});
export type FirmwareImage = z.infer<typeof FirmwareImage>;

/** A type of image and the boards or models that it is for. */
export const ImageType = z.object({
  type: z.string().trim().min(1).max(128),
  label: z.string().trim().min(1).max(100),
  boards: z.array(z.string().trim().min(1).max(100)).min(1).max(200),
});
export type ImageType = z.infer<typeof ImageType>;

const ById = z.object({ id: z.string().max(100) });
const Name = z.string().trim().min(1).max(64);

export const images = {
  categories: call(z.void(), z.array(Category)),
  addCategory: call(z.object({ name: Name, description: z.string().max(4000).default('') }), Category),
  removeCategory: call(ById, Category),
  builds: call(z.object({ category: z.string().max(100).optional() }), z.array(Build)),
  addBuild: call(
    z.object({
      category: z.string().max(100),
      version: z.string().trim().min(1).max(32),
      os: z.string().trim().min(1).max(64).optional(),
      changelog: z.string().max(100_000).default(''),
    }),
    Build,
  ),
  removeBuild: call(ById, Build),
  list: call(z.void(), z.array(FirmwareImage)),
  /** What the file says of itself; nothing is kept. */
  inspect: call(
    z.object({ path: AbsolutePath }),
    z.object({ name: z.string(), size: z.number(), sha256: z.string(), type: z.string(), facts: ImageFacts }),
  ),
  /** By names; category and build are made where they are missing. */
  add: call(
    z.object({
      path: AbsolutePath,
      category: Name,
      version: z.string().trim().min(1).max(32),
      type: z.string().trim().max(128).optional(),
    }),
    FirmwareImage,
  ),
  remove: call(ById, FirmwareImage),
  /** Largest image in bytes; null: no limit. */
  setLimit: call(z.object({ bytes: z.number().int().positive().nullable() }), z.object({ bytes: z.number().nullable() })),
  limit: call(z.void(), z.object({ bytes: z.number().nullable() })),
  /** All that is known: those of this site first, then the built-in ones. */
  types: call(z.void(), z.object({ custom: z.array(ImageType), builtIn: z.array(ImageType) })),
  /** `OPENWISP_CUSTOM_OPENWRT_IMAGES` of this site: they go before the built-in ones. */
  setTypes: call(z.object({ custom: z.array(ImageType).max(1000) }), z.object({ custom: z.array(ImageType) })),
  changed: news(z.object({ revision: z.number() })),
};

/** Bytes of one file that a browser may hand over. The largest firmware known is a quarter of it. */
export const MOST_UPLOAD_BYTES = 4 * 1024 ** 3;

/**
 * What a browser hands over: firmware for the store, a plugin's archive to install, what is only to be measured, a firmware
 * image to be read, and one to be kept.
 */
export const uploadPurposes = ['files', 'plugin', 'measure', 'inspect', 'image'] as const;
export type UploadPurpose = (typeof uploadPurposes)[number];

/** What is said of an image that is to be kept: the input of `images.add` without its path. */
export const uploadWishes = ['category', 'version', 'type'] as const;
export type UploadWish = Partial<Readonly<Record<(typeof uploadWishes)[number], string>>>;

/** Where a browser posts a file's bytes, with the session and the origin of its window. */
export function uploadPath(purpose: UploadPurpose, name: string, wish: UploadWish = {}): string {
  const said = Object.entries({ name, ...wish }).map(([field, value]) => `${field}=${encodeURIComponent(value)}`);
  return `/upload/${purpose}?${said.join('&')}`;
}

/** Bytes of one file that a browser may hand over. The largest firmware known is a quarter of it. */
export const MOST_UPLOAD_BYTES = 4 * 1024 ** 3;

/** What a browser hands over: firmware for the store, a plugin's archive to install, or what is only to be measured. */
export const uploadPurposes = ['files', 'plugin', 'measure'] as const;
export type UploadPurpose = (typeof uploadPurposes)[number];

/** Where a browser posts a file's bytes, with the session and the origin of its window. */
export function uploadPath(purpose: UploadPurpose, name: string): string {
  return `/upload/${purpose}?name=${encodeURIComponent(name)}`;
}

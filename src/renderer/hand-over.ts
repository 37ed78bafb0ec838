import type { ProvdeskClient } from '../shared/contract/client.ts';
import type { MatchedFile, UnmatchedFile } from '../shared/contract/files.ts';
import type { FirmwareImage } from '../shared/contract/images.ts';
import type { Measured } from '../shared/contract/repo.ts';
import type { Reply } from '../shared/contract/kit.ts';
import { ProvdeskError } from '../shared/failures.ts';
import { MOST_UPLOAD_BYTES, type UploadPurpose, uploadPath, type UploadWish } from '../shared/values/upload.ts';
import { engine, pathOfFile } from './client.ts';

interface Added {
  readonly matched: readonly MatchedFile[];
  readonly unmatched: readonly UnmatchedFile[];
}

/**
 * Gives a file to the engine's store: by its path where the window runs on the desktop, else over the window's own
 * server, streamed from the disk.
 *
 * @param onSent bytes that have left the browser
 * @throws ProvdeskError `files.too-large`, `contract.connection-lost`, and what `files.add` throws
 */
export async function addFile(file: File, onSent: (bytes: number) => void): Promise<Added> {
  const path = pathOfFile(file);
  return path ? engine.files.add({ paths: [path] }) : ((await upload('files', file, onSent)) as Added);
}

/** Installs a plugin from its archive, in the same two ways. @returns the operation's id */
export async function installArchive(file: File): Promise<string> {
  const path = pathOfFile(file);
  const started = path
    ? await engine.plugins.install({ ids: [], from: path })
    : ((await upload('plugin', file, () => undefined)) as { operation: string });
  return started.operation;
}

/** Size and SHA-1 of a file, in the same two ways. @throws ProvdeskError also what `repo.measure` tells of the file */
export async function measureFile(file: File): Promise<Measured['files'][number]> {
  const path = pathOfFile(file);
  const { files, failed } = path
    ? await engine.repo.measure({ paths: [path] })
    : ((await upload('measure', file, () => undefined)) as Measured);
  const [measured] = files;
  if (measured) return measured;
  throw failed[0] ? ProvdeskError.of(failed[0].failure) : new ProvdeskError('contract.connection-lost');
}

export type InspectedImage = Awaited<ReturnType<ProvdeskClient['images']['inspect']>>;

/** What an image says of itself, in the same two ways; nothing of it is kept. @throws ProvdeskError `images.*`, `files.*` */
export async function inspectImage(file: File, onSent: (bytes: number) => void): Promise<InspectedImage> {
  const path = pathOfFile(file);
  return path ? engine.images.inspect({ path }) : ((await upload('inspect', file, onSent)) as InspectedImage);
}

/** Keeps an image, in the same two ways. @throws ProvdeskError what `images.add` throws */
export async function addImage(
  file: File,
  wish: { readonly category: string; readonly version: string; readonly type?: string },
  onSent: (bytes: number) => void,
): Promise<FirmwareImage> {
  const path = pathOfFile(file);
  return path ? engine.images.add({ path, ...wish }) : ((await upload('image', file, onSent, wish)) as FirmwareImage);
}

/** Without a byte for so long the host is gone, in milliseconds. It may hash a large file before it answers. */
const STALL = 120_000;

/** An XMLHttpRequest, since `fetch` does not tell how much has been sent. */
async function upload(
  purpose: UploadPurpose,
  file: File,
  onSent: (bytes: number) => void,
  wish: UploadWish = {},
): Promise<unknown> {
  if (file.size > MOST_UPLOAD_BYTES)
    throw new ProvdeskError('files.too-large', { path: file.name, size: file.size, limit: MOST_UPLOAD_BYTES });
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const request = new XMLHttpRequest();
  const lost = () => reject(new ProvdeskError('contract.connection-lost'));
  let timer = setTimeout(() => request.abort(), STALL);
  const moved = () => {
    clearTimeout(timer);
    timer = setTimeout(() => request.abort(), STALL);
  };
  request.upload.addEventListener('progress', ({ loaded }) => {
    moved();
    onSent(loaded);
  });
  for (const end of ['error', 'abort'] as const) request.addEventListener(end, lost);
  request.addEventListener('load', () => (request.response ? resolve(request.response as Reply) : lost()));
  request.open('POST', uploadPath(purpose, file.name, wish));
  request.responseType = 'json';
  request.send(file);
  try {
    const reply = await promise;
    if (reply.ok) return reply.value;
    throw ProvdeskError.of(reply.failure);
  } finally {
    clearTimeout(timer);
  }
}

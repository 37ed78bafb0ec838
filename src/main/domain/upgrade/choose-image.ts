import type { FirmwareImage } from '../../../shared/contract/images.ts';
import { fitsBoard } from '../../../shared/values/fits-board.ts';

interface Receiver {
  readonly board: string | null;
  readonly model: string | null;
  /** Of the image that it has, or was to have, of this category. */
  readonly had: { readonly type: string } | null;
}

/** `images`: the types that are there, for a sentence. */
export type ImageChoice =
  | { readonly kind: 'chosen'; readonly image: FirmwareImage }
  | { readonly kind: 'none' }
  /** Its board has an image, with another file system than it runs. */
  | { readonly kind: 'other-type'; readonly images: string }
  | { readonly kind: 'several'; readonly images: string };

/**
 * Which image of a build a device gets: of those that name its board the one of the type that it had. Where nothing tells one
 * from another, none. @see reference openwisp-upgrader.md 3 (image of the same type)
 */
export function chooseImage({ board, model, had }: Receiver, images: readonly FirmwareImage[]): ImageChoice {
  const sameType = had && images.find(({ type }) => type === had.type);
  const fitting = images.filter(({ facts }) => fitsBoard(facts, { board, model }));
  if (sameType && fitting.includes(sameType)) return { kind: 'chosen', image: sameType };
  if (fitting.length === 0) {
    // What it had before may go there again, unless the image itself speaks against it.
    const may = sameType && (board === null || sameType.facts.boards.length === 0);
    return may ? { kind: 'chosen', image: sameType } : { kind: 'none' };
  }
  const wanted = had ? fileSystemOf(had.type) : undefined;
  const alike = fitting.filter(({ type }) => wanted === undefined || [wanted, undefined].includes(fileSystemOf(type)));
  const [only] = alike;
  if (!only) return { kind: 'other-type', images: typesOf(fitting) };
  return alike.length === 1 ? { kind: 'chosen', image: only } : { kind: 'several', images: typesOf(alike) };
}

/** `squashfs-sysupgrade.bin`: what no release and no renamed target changes in a type. Undefined: its type does not tell. */
function fileSystemOf(type: string): string | undefined {
  return /(?:squashfs|ext4|jffs2|ubifs|f2fs|initramfs)-.*$/i.exec(type)?.[0].toLowerCase();
}

function typesOf(images: readonly FirmwareImage[]): string {
  return images
    .slice(0, 5)
    .map(({ type }) => type)
    .join(', ');
}

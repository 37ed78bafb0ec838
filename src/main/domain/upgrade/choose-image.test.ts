import { expect, it } from 'vitest';
import type { FirmwareImage } from '../../../shared/contract/images.ts';
import { chooseImage } from './choose-image.ts';

const BOARD = 'example,ap-1-v2';
const SQUASHFS = 'ramips-mt7621-example_ap-1-v2-squashfs-sysupgrade.bin';
const EXT4 = 'ramips-mt7621-example_ap-1-v2-ext4-sysupgrade.bin';

const image = (type: string, boards = [BOARD]) =>
  ({ name: type, type, category: 'c1', facts: { boards, boardsFrom: 'image' } }) as unknown as FirmwareImage;

it.each<[string, string | null, FirmwareImage[], object]>([
  ['the image of the type that it had, and not the newest', SQUASHFS, [image(EXT4), image(SQUASHFS)], { image: SQUASHFS }],
  ['the one of the other type where it had that', EXT4, [image(EXT4), image(SQUASHFS)], { image: EXT4 }],
  [
    'the one of the same file system where the file’s name tells the release too',
    `22.03.5-${SQUASHFS}`,
    [image(`23.05.5-${EXT4}`), image(`23.05.5-${SQUASHFS}`)],
    { image: `23.05.5-${SQUASHFS}` },
  ],
  [
    'the one of the same file system where its target changed its name',
    SQUASHFS.replace('_', '-'),
    [image(SQUASHFS)],
    { image: SQUASHFS },
  ],
  ['none where only the other file system is there', SQUASHFS, [image(EXT4)], { kind: 'other-type', images: EXT4 }],
  ['the one that fits where its type tells no file system', 'ours', [image('theirs')], { image: 'theirs' }],
  ['the one that fits where it never had any', null, [image(EXT4, ['other,board']), image(SQUASHFS)], { image: SQUASHFS }],
  [
    'none of several where it never had any',
    null,
    [image(EXT4), image(SQUASHFS)],
    { kind: 'several', images: `${EXT4}, ${SQUASHFS}` },
  ],
  ['none where no image names its board', SQUASHFS, [image(SQUASHFS, ['other,board'])], { kind: 'none' }],
  ['the one of its type where that names no board', SQUASHFS, [image(SQUASHFS, [])], { image: SQUASHFS }],
])('a device is given %s', (_what, had, images, expected) => {
  const chosen = chooseImage({ board: BOARD, model: null, had: had === null ? null : { type: had } }, images);
  expect('image' in chosen ? { image: chosen.image.type } : { ...chosen }).toMatchObject(expected);
});

it('gives a device whose board nobody knows the image of the type that it had', () => {
  const chosen = chooseImage({ board: null, model: null, had: { type: SQUASHFS } }, [image(EXT4), image(SQUASHFS)]);
  expect(chosen).toMatchObject({ image: { type: SQUASHFS } });
});

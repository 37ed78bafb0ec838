import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** What a configuration may unpack to, in bytes: some devices keep whole web sites below /etc. */
const LARGEST_UNPACKED = 256 * 1024 * 1024;
/** Where a tar names itself, in its first block. @see POSIX.1-1988 ustar */
const TAR_MARK = { at: 257, text: 'ustar' };

/** Reads a packed configuration to its very end, checksum and all. Why it would not be of use; undefined where it would. */
export async function faultOfBackup(packed: Buffer): Promise<string | undefined> {
  let size = 0;
  let first = Buffer.alloc(0);
  try {
    await pipeline([packed], createGunzip(), async (unpacked: AsyncIterable<Buffer>) => {
      for await (const chunk of unpacked) {
        if (first.length < 512) first = Buffer.concat([first, chunk]).subarray(0, 512);
        size += chunk.length;
        if (size > LARGEST_UNPACKED) throw new Error(`it unpacks to more than ${LARGEST_UNPACKED} bytes`);
      }
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const mark = first.toString('latin1', TAR_MARK.at, TAR_MARK.at + TAR_MARK.text.length);
  return mark === TAR_MARK.text ? undefined : 'what it holds is no archive';
}

import type { DatagramPeer } from './datagram-peer.ts';
import { ack, DATA, OACK, RRQ, read, readOptions, request } from './tftp-wire.ts';

/** Longer than any wait between two packets of a server that keeps trying. */
const PATIENCE_MS = 8000;

/**
 * Reads a file in windows as RFC 7440 has it: acknowledges the last block of a window, and where one is missing the last
 * that came in order, once. Bytes, or the reason why they did not come.
 */
export async function windowGet(
  peer: DatagramPeer,
  port: number,
  name: string,
  windowsize: number,
  blksize = 512,
): Promise<Buffer | string> {
  await peer.send(request(RRQ, name, 'octet', { windowsize, blksize }), port);
  const blocks: Buffer[] = [];
  let serverPort = 0;
  let window = 1;
  let unacknowledged = 0;
  let askedBehind = -1;
  const say = async () => {
    unacknowledged = 0;
    await peer.send(ack(blocks.length), serverPort);
  };
  for (;;) {
    const datagram = await peer.next(PATIENCE_MS);
    if (!datagram) return `silence after ${blocks.length} blocks`;
    serverPort ||= datagram.port;
    const { opcode, number, payload } = read(datagram.bytes);
    if (opcode === OACK) {
      window = Number(readOptions(datagram.bytes).windowsize ?? 1);
      await say();
      continue;
    }
    if (opcode !== DATA) return `opcode ${opcode} after ${blocks.length} blocks`;
    const ahead = (number - blocks.length) & 0xffff;
    if (ahead === 1) {
      blocks.push(Buffer.from(payload));
      unacknowledged += 1;
      const isLast = payload.length < blksize;
      if (isLast || unacknowledged === window) await say();
      if (isLast) return Buffer.concat(blocks);
    } else if (ahead === 0 || (ahead < 0x8000 && askedBehind !== blocks.length)) {
      // Our acknowledgement was lost, or a block was.
      if (ahead > 0) askedBehind = blocks.length;
      await say();
    }
  }
}

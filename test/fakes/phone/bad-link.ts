import type { Datagram, DatagramPeer } from './datagram-peer.ts';

export interface Ills {
  /** Shares of 1, for each packet and each way. */
  readonly lost: number;
  readonly doubled: number;
  readonly swapped: number;
}

/** A peer at the end of a bad link. The same seed gives the same ills, packet by packet. The first packet sent gets through. */
export function behindBadLink(peer: DatagramPeer, ills: Ills, seed: number): DatagramPeer {
  let state = seed;
  const happens = (share: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < share;
  };
  const arrived: Datagram[] = [];
  let isFirst = true;

  const receive = async (milliseconds: number): Promise<Datagram | undefined> => {
    const datagram = await peer.next(milliseconds);
    if (!datagram) return undefined;
    if (happens(ills.lost)) return receive(milliseconds);
    if (happens(ills.doubled)) arrived.push(datagram);
    if (!happens(ills.swapped)) return datagram;
    // The one behind overtakes it; where none comes, nothing was to be overtaken.
    const next = await peer.next(20);
    if (!next) return datagram;
    arrived.push(datagram);
    return next;
  };

  return {
    port: peer.port,
    async send(bytes, port) {
      const isRequest = isFirst;
      isFirst = false;
      if (!isRequest && happens(ills.lost)) return;
      await peer.send(bytes, port);
      if (!isRequest && happens(ills.doubled)) await peer.send(bytes, port);
    },
    next: async (milliseconds) => arrived.shift() ?? receive(milliseconds),
    drain: (milliseconds) => peer.drain(milliseconds),
    close: () => peer.close(),
  };
}

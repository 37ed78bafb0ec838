import { openPeer } from './datagram-peer.ts';
import { ACK, data, ERROR, OACK, read, readOptions, request, type TftpOptions, WRQ } from './tftp-wire.ts';

export interface TftpPut {
  readonly address: string;
  readonly port: number;
  readonly name: string;
  /** One character a byte. */
  readonly text: string;
  readonly options?: TftpOptions;
  /** Hears of every block before it is sent, to misbehave. Resolving to `twice` sends it again, `stop` leaves. */
  readonly beforeData?: (block: number) => 'twice' | 'stop' | undefined;
}

export type TftpPutEnd =
  | { readonly kind: 'written'; readonly options: Record<string, string> }
  | { readonly kind: 'left' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'refused'; readonly code: number };

const PATIENCE_MS = 1500;

/** Writes a file lock-step, as a phone does that hands its log over. */
export async function tftpPut({ address, port, name, text, options = {}, beforeData }: TftpPut): Promise<TftpPutEnd> {
  const peer = await openPeer(address);
  try {
    await peer.send(request(WRQ, name, 'octet', options), port);
    let agreed: Record<string, string> = {};
    for (let block = 0; ; ) {
      const answer = await peer.next(PATIENCE_MS);
      if (!answer) return { kind: 'silent' };
      const { opcode, number } = read(answer.bytes);
      if (opcode === ERROR) return { kind: 'refused', code: number };
      if (opcode === OACK && block === 0) agreed = readOptions(answer.bytes);
      else if (opcode !== ACK || number !== (block & 0xffff)) continue;
      const size = Number(agreed.blksize ?? 512);
      // Its last block was short, and is acknowledged now.
      if (block * size > text.length || (block > 0 && text.length === 0)) return { kind: 'written', options: agreed };
      block += 1;
      const how = beforeData?.(block);
      if (how === 'stop') return { kind: 'left' };
      const packet = data(block & 0xffff, text.slice((block - 1) * size, block * size));
      await peer.send(packet, answer.port);
      if (how === 'twice') await peer.send(packet, answer.port);
    }
  } finally {
    peer.close();
  }
}

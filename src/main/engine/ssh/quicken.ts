import { createSecretKey, randomFillSync } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Client } from 'ssh2';
import { giveBack } from '../../../shared/give-back.ts';

/** Where the library keeps the keys that it takes anew for each packet: of chacha20-poly1305 two, else the one of the MAC. */
const KEYS = ['_encKeyMain', '_encKeyPktLen', '_decKeyMain', '_decKeyPktLen', '_macKey'] as const;
type Ciphers = Partial<Record<(typeof KEYS)[number], unknown>>;

interface Cipher extends Ciphers {
  _onWrite?: (bytes: Buffer) => void;
  encrypt?: (packet: Buffer) => void;
  allocPacket?: (payloadLength: number) => Buffer;
  /** Of a cipher with a MAC beside it: whether that goes over what was encrypted. */
  _macETM?: boolean;
  /** Encrypts the packet in its place. */
  _instance?: unknown;
}

/**
 * Takes from each packet what need not be done for each: an upload takes half the processor time. Measured by
 * `test/bench/ssh-upload.ts`; nothing of it changes what goes over the wire.
 */
export function quicken(client: Client, socket: Socket): void {
  prepareKeys(client);
  // After each new exchange of keys there are new ones; they are in use once the handler is through.
  client.on('handshake', () =>
    setImmediate(() => {
      prepareKeys(client);
      giveBackPackets(client, socket);
    }),
  );
  gatherWrites(socket);
}

/** A key in bytes is looked at and copied at every use, up to six times a packet; a key object once. */
function prepareKeys(client: Client): void {
  const { _protocol: protocol } = client as { _protocol?: { _cipher?: Ciphers; _decipher?: Ciphers } };
  for (const ciphers of [protocol?._cipher, protocol?._decipher]) {
    if (!ciphers) continue;
    for (const name of KEYS) {
      const key = ciphers[name];
      if (Buffer.isBuffer(key)) ciphers[name] = createSecretKey(key);
    }
  }
}

/** An upload's packets are twice its size, and left to the collector they cost more than the encryption. */
function giveBackPackets(client: Client, socket: Socket): void {
  const cipher = (client as { _protocol?: { _cipher?: Cipher } })._protocol?._cipher;
  const encrypt = cipher?.encrypt;
  if (!cipher || !encrypt || Object.hasOwn(cipher, 'encrypt')) return;
  if (cipher._encKeyMain !== undefined && cipher._instance === undefined) cipher.allocPacket = emptyPacket;
  cipher._onWrite = (bytes) => {
    if (socket.writable) socket.write(bytes, () => giveBack(bytes));
  };
  // Of others, the packet itself or a part of it goes out.
  const isCopied = cipher._encKeyMain !== undefined || cipher._macETM === false;
  if (!isCopied || cipher._instance !== undefined) return;
  cipher.encrypt = (packet) => {
    encrypt.call(cipher, packet);
    giveBack(packet);
  };
}

/** What answers one arrival goes out at one go: the library writes a packet in two or three pieces, each a system call. */
function gatherWrites(socket: Socket): void {
  let gathering = false;
  socket.prependListener('data', () => {
    if (gathering) return;
    gathering = true;
    socket.cork();
    process.nextTick(() => {
      gathering = false;
      socket.uncork();
    });
  });
}

/** Bytes of chance that no packet has had yet. Asked of the system for one packet at a time, they take a tenth of an upload. */
const chance = { bytes: Buffer.alloc(64 * 1024), used: 64 * 1024 };

/**
 * A packet for chacha20-poly1305 with its length and its padding, and room for the payload. Its length is encrypted apart, so
 * that the rest alone is a multiple of eight.
 *
 * @see RFC 4253 §6
 */
function emptyPacket(payloadLength: number): Buffer {
  const least = 4;
  const padding = least + ((8 - ((1 + payloadLength + least) % 8)) % 8);
  const packet = Buffer.allocUnsafe(4 + 1 + payloadLength + padding);
  packet.writeUInt32BE(packet.length - 4, 0);
  packet[4] = padding;
  if (chance.used + padding > chance.bytes.length) {
    randomFillSync(chance.bytes);
    chance.used = 0;
  }
  chance.bytes.copy(packet, 5 + payloadLength, chance.used, chance.used + padding);
  chance.used += padding;
  return packet;
}

/** The phone's own reading of RFC 1350 and 2347, on purpose not the server's: two mistakes seldom agree. */

export const RRQ = 1;
export const WRQ = 2;
export const DATA = 3;
export const ACK = 4;
export const ERROR = 5;
export const OACK = 6;

export type TftpOptions = Readonly<Record<string, string | number>>;

export function request(opcode: number, name: string, mode = 'octet', options: TftpOptions = {}): Buffer {
  const fields = [name, mode, ...Object.entries(options).flat()];
  return Buffer.concat([short(opcode), ...fields.map((field) => Buffer.from(`${field}\0`))]);
}

export function ack(block: number): Buffer {
  return Buffer.concat([short(ACK), short(block & 0xffff)]);
}

export function data(block: number, payload: string): Buffer {
  return Buffer.concat([short(DATA), short(block), Buffer.from(payload)]);
}

export function error(code: number, message: string): Buffer {
  return Buffer.concat([short(ERROR), short(code), Buffer.from(`${message}\0`)]);
}

/** `number` is the block of DATA and ACK, the code of ERROR, -1 where there is none. */
export function read(bytes: Buffer): { opcode: number; number: number; payload: Buffer } {
  return {
    opcode: bytes.length >= 2 ? bytes.readUInt16BE(0) : -1,
    number: bytes.length >= 4 ? bytes.readUInt16BE(2) : -1,
    payload: bytes.subarray(4),
  };
}

export function readOptions(bytes: Buffer): Record<string, string> {
  const fields = bytes.subarray(2).toString('latin1').split('\0');
  const options: Record<string, string> = {};
  for (let i = 0; i + 1 < fields.length; i += 2) options[fields[i]?.toLowerCase() ?? ''] = fields[i + 1] ?? '';
  return options;
}

function short(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

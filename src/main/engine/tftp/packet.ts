/**
 * The bytes of TFTP, and the only place that touches them. What cannot be read is a value of kind `malformed`:
 * anybody on the LAN can send us anything.
 *
 * @see RFC 1350 §5, RFC 2347
 */
export type Packet =
  | RequestPacket
  | { readonly kind: 'data'; readonly block: number; readonly payload: Buffer }
  | { readonly kind: 'ack'; readonly block: number }
  | { readonly kind: 'error'; readonly code: number; readonly message: string }
  | { readonly kind: 'oack'; readonly options: Options }
  | { readonly kind: 'malformed'; readonly opcode: number | null };

export interface RequestPacket {
  readonly kind: 'read-request' | 'write-request';
  /** UTF-8 where the bytes are that, else one character a byte. */
  readonly name: string;
  /** In lower case. */
  readonly mode: string;
  readonly options: Options;
}

/** Option names in lower case (RFC 2347: case-insensitive); the first of two equal names counts. */
export type Options = ReadonlyMap<string, string>;

export const OPCODE_RRQ = 1;
export const OPCODE_WRQ = 2;
const OPCODE_DATA = 3;
const OPCODE_ACK = 4;
const OPCODE_ERROR = 5;
const OPCODE_OACK = 6; // RFC 2347

export const ERROR_UNDEFINED = 0;
export const ERROR_NOT_FOUND = 1;
export const ERROR_ACCESS = 2;
export const ERROR_DISK_FULL = 3;
export const ERROR_ILLEGAL = 4;
export const ERROR_UNKNOWN_TID = 5;

/** DATA and ACK: opcode and block number. */
export const HEADER_BYTES = 4;
/** RFC 2347 has 512 octets for a request; some clients pad, none needs more than one frame. */
const REQUEST_MAX_BYTES = 1500;
const OPTIONS_MAX = 16;

export function parsePacket(bytes: Buffer): Packet {
  const opcode = bytes.length >= 2 ? bytes.readUInt16BE(0) : null;
  switch (opcode) {
    case OPCODE_RRQ:
    case OPCODE_WRQ:
      return parseRequest(bytes, opcode);
    case OPCODE_OACK:
      return { kind: 'oack', options: parseOptions(fieldsOf(bytes)) };
    case OPCODE_DATA:
    case OPCODE_ACK:
    case OPCODE_ERROR:
      return bytes.length < HEADER_BYTES ? { kind: 'malformed', opcode } : parseNumbered(bytes, opcode);
    default:
      return { kind: 'malformed', opcode };
  }
}

export function formatRequest(kind: RequestPacket['kind'], name: string, mode: string, options: Options): Buffer {
  return Buffer.concat([
    uint16(kind === 'read-request' ? OPCODE_RRQ : OPCODE_WRQ),
    Buffer.from(`${name}\0${mode}\0`),
    formatOptions(options),
  ]);
}

/** Writes the header of DATA; `packet` has room for it and the payload follows. `number` is the block as the wire has it. */
export function writeDataHeader(packet: Uint8Array, number: number): void {
  packet[0] = 0;
  packet[1] = OPCODE_DATA;
  packet[2] = number >> 8;
  packet[3] = number;
}

/** The block of an ACK, -1 for every other packet. What comes for each block, read without making an object of it. */
export function ackedNumber(bytes: Uint8Array): number {
  const [high, opcode, upper, lower] = bytes;
  return high === 0 && opcode === OPCODE_ACK && upper !== undefined && lower !== undefined ? (upper << 8) | lower : -1;
}

export function formatAck(block: number): Buffer {
  return Buffer.concat([uint16(OPCODE_ACK), uint16(block & 0xffff)]);
}

export function formatError(code: number, message: string): Buffer {
  return Buffer.concat([uint16(OPCODE_ERROR), uint16(code), Buffer.from(`${message}\0`)]);
}

export function formatOack(options: Options): Buffer {
  return Buffer.concat([uint16(OPCODE_OACK), formatOptions(options)]);
}

function parseRequest(bytes: Buffer, opcode: number): Packet {
  if (bytes.length > REQUEST_MAX_BYTES) return { kind: 'malformed', opcode };
  const [name, mode, ...rest] = fieldsOf(bytes);
  if (name === undefined || mode === undefined || name.length === 0) return { kind: 'malformed', opcode };
  return {
    kind: opcode === OPCODE_RRQ ? 'read-request' : 'write-request',
    name: textOf(name),
    mode: textOf(mode).toLowerCase(),
    options: parseOptions(rest),
  };
}

function parseNumbered(bytes: Buffer, opcode: number): Packet {
  const number = bytes.readUInt16BE(2);
  const rest = bytes.subarray(HEADER_BYTES);
  if (opcode === OPCODE_DATA) return { kind: 'data', block: number, payload: rest };
  if (opcode === OPCODE_ACK) return { kind: 'ack', block: number };
  const end = rest.indexOf(0);
  return { kind: 'error', code: number, message: textOf(end < 0 ? rest : rest.subarray(0, end)) };
}

/** The fields that a NUL ends; what follows the last NUL is junk that some boot loaders leave there. */
function fieldsOf(bytes: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  let from = 2;
  while (fields.length < 2 + 2 * OPTIONS_MAX) {
    const end = bytes.indexOf(0, from);
    if (end < 0) break;
    fields.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return fields;
}

function parseOptions(fields: readonly Buffer[]): Options {
  const options = new Map<string, string>();
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i]?.toString('latin1').toLowerCase();
    const value = fields[i + 1]?.toString('latin1');
    // An empty name is padding: nothing behind it is an option.
    if (!name || value === undefined) break;
    if (!options.has(name)) options.set(name, value);
  }
  return options;
}

function formatOptions(options: Options): Buffer {
  return Buffer.from([...options].map(([name, value]) => `${name}\0${value}\0`).join(''), 'latin1');
}

function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

function uint16(value: number): Buffer {
  return Buffer.from([(value >> 8) & 0xff, value & 0xff]);
}

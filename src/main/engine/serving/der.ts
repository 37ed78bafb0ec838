/** Distinguished encoding of what a certificate is made of. @see ITU-T X.690 §8, §10 */
export const der = {
  sequence: (...parts: readonly Uint8Array[]) => tagged(0x30, parts),
  set: (...parts: readonly Uint8Array[]) => tagged(0x31, parts),
  /** Of these bytes, the most significant first; never negative. */
  integer: (bytes: Uint8Array) => tagged(0x02, [(bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes]),
  boolean: (value: boolean) => tagged(0x01, [Buffer.of(value ? 0xff : 0)]),
  nothing: () => Buffer.of(0x05, 0),
  bits: (bytes: Uint8Array, unused = 0) => tagged(0x03, [Buffer.of(unused), bytes]),
  octets: (bytes: Uint8Array) => tagged(0x04, [bytes]),
  text: (text: string) => tagged(0x0c, [Buffer.from(text)]),
  /** `2.5.4.3`. */
  name: (dotted: string) => tagged(0x06, [nameBytes(dotted)]),
  /** To the second; years from 1950 to 2049. */
  time: (at: Date) => tagged(0x17, [Buffer.from(`${at.toISOString().replace(/[-T:]/g, '').slice(2, 14)}Z`)]),
  /** `[n]` around a whole value. */
  explicit: (tag: number, part: Uint8Array) => tagged(0xa0 + tag, [part]),
  /** `[n]` in place of a plain value's own tag. */
  implicit: (tag: number, bytes: Uint8Array) => tagged(0x80 + tag, [bytes]),
};

function tagged(tag: number, parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthBytes(body.length), body]);
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.of(0x80 + bytes.length, ...bytes);
}

function nameBytes(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  return Buffer.from([first * 40 + second, ...others.flatMap(base128)]);
}

function base128(arc: number): number[] {
  const bytes = [arc % 128];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) bytes.unshift(0x80 + (left % 128));
  return bytes;
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_DIR } from '../../../../test/builders/test-engine.ts';
import { isLzma, unlzma } from './lzma.ts';
import { unlzw } from './lzw.ts';
import { PackedBytes } from './packed-bytes.ts';

type Decoder = (bytes: PackedBytes) => Iterable<Uint8Array>;

/** Everything at once; `step`: so many packed bytes at a time. */
function unpack(decoder: Decoder, packed: Uint8Array, step = 1000): Buffer {
  let at = 0;
  const source = new PackedBytes(() => packed.subarray(at, (at += step)));
  const pieces = [...decoder(source)];
  for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(128 * 1024);
  return Buffer.concat(pieces);
}

const DIGITS = Array.from({ length: 60 }, (_, i) => `${i} `).join('');
const LONG_RUN = Buffer.from(DIGITS + 'a'.repeat(300_000));
/** `xz --format=lzma` of it, which ends by a mark; and by 7-Zip, with its size and no mark. */
const MARKED = Buffer.from(
  'XQAAgAD//////////wAYCAKGSQ+4fK326irpDGmTUD7QCJ+PRbSX55buIc8e84u8MWHifQFMwUerKHZeoMkfJKnwECNgpmrR0RYaB3TsFrKd5qg1IKpvVl2V8SGLxa3ErH5VASr/2mL/RilrqciMuse6Zpv3a9I6JRdWedEi+Del/3J3peoLnEqIo/S72BwyFg5jtsQ7NcrVCxfUVyysIXvBJaKWqY+croLbmoBDzCR2HrLb8g+zxNrBeuEPqelVYzVWXzeoDmnqkpiygSB8NtqTl/bUFcvCyzS7ah1lNxVJH//oJFAA',
  'base64',
);
const SIZED = Buffer.from(
  'XQAAAQCKlAQAAAAAAAAYCAKGSQ+4fK326irpDGmTUD7QCJ+PRbSX55buIc8e84u8MWHifQFMwUerKHZeoMkfJKnwECNgpmMB0tK5f9Kkyd9hiNbXZ6fsZyPJtEQ9ZixdbBRP40TIqCERpsRUhIDipiYbAbPGWS5PAI5rq1eB4glcScHuR66AzCUrqavipNB4i9kmkOakXJtRlV4Mut+lo7I2zX+DR3/G6eUh5h3tf0Tn0FZZNkv3Ss4eWHjMl/1h3EdkbCxUbLR1D7yS2lbJzL3Z6Iqtly3/LuuaHbrOqXE0pAA=',
  'base64',
);

describe('.lzma', () => {
  it.each([
    ['that ends by a mark', MARKED],
    ['that says its size', SIZED],
  ])('one %s, however its bytes come', (_what, packed) => {
    expect(isLzma(packed)).toBe(true);
    expect(unpack(unlzma, packed).equals(LONG_RUN)).toBe(true);
    expect(unpack(unlzma, packed, 1).equals(LONG_RUN)).toBe(true);
  });

  it.each([
    ['cut within its head', SIZED.subarray(0, 9), /ends early/],
    ['cut', SIZED.subarray(0, -9), /ends early/],
    ['cut before its mark', MARKED.subarray(0, -9), /ends early/],
    ['of a smaller size than is in it', withSize(SIZED, 100_000), /longer than it says/],
    ['of a larger size than is in it', withSize(MARKED, 300_171), /ends early/],
    [
      'that refers to what was not there',
      Buffer.concat([SIZED.subarray(0, 13), Buffer.from([0, 0xf0, 1, 2, 3, 4, 5, 6])]),
      /damaged/,
    ],
    ['of impossible properties', Buffer.concat([Buffer.from([225]), SIZED.subarray(1)]), /does not begin/],
    ['whose window would fill the memory', Buffer.concat([Buffer.from([0x5d, 0, 0, 0, 0x40]), MARKED.subarray(5)]), /1024 MiB/],
  ])('refuses one %s', (_what, packed, message) => {
    expect(() => unpack(unlzma, packed)).toThrow(message);
  });

  it('throws or ends, whatever byte is another', () => {
    for (let at = 0; at < SIZED.length; at += 1) {
      const changed = Buffer.from(SIZED);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      try {
        expect(unpack(unlzma, changed).length).toBeLessThanOrEqual(LONG_RUN.length);
      } catch (error) {
        expect(String(error)).toMatch(/damaged|ends early|longer than|window/);
      }
    }
  });

  it.each([
    ['the beginning of a tar', 'a0'],
    ['a name in a tar', './folder/'],
    ['a page', '<!doctype html>'],
  ])('is not what %s is', (_what, text) => {
    expect(isLzma(Buffer.from(text.padEnd(13, '\0')))).toBe(false);
  });
});

function withSize(packed: Buffer, size: number): Buffer {
  const changed = Buffer.from(packed);
  changed.writeBigUInt64LE(BigInt(size), 5);
  return changed;
}

describe('.Z', () => {
  /** `compress -b10` of it: codes of nine and ten bits, and a table that is emptied once. */
  const packed = readFileSync(path.join(PROJECT_DIR, 'test/fixtures/compression/emptied-table.Z'));
  const unpacked = Buffer.from('a'.repeat(296_000) + `${'a'.repeat(100)}b`.repeat(200) + DIGITS);

  it('is unpacked through every width of its codes, however its bytes come', () => {
    expect(unpack(unlzw, packed).equals(unpacked)).toBe(true);
    expect(unpack(unlzw, packed, 1).equals(unpacked)).toBe(true);
  });

  it('just ends where it is cut: it says nowhere how long it is', () => {
    const cut = unpack(unlzw, packed.subarray(0, 800));
    expect(cut.length).toBeGreaterThan(0);
    expect(cut.equals(unpacked.subarray(0, cut.length))).toBe(true);
  });

  it.each([
    ['cut within its head', packed.subarray(0, 2), /ends early/],
    ['that begins as another format', Buffer.from([0x1f, 0x8b, 0x90]), /does not begin/],
    ['of too wide codes', Buffer.from([0x1f, 0x9d, 0x91, 0, 0]), /17 bits/],
    ['with a code that means nothing yet', Buffer.from([0x1f, 0x9d, 0x90, 0xff, 0xff, 0xff]), /means nothing/],
  ])('refuses one %s', (_what, bytes, message) => {
    expect(() => unpack(unlzw, bytes)).toThrow(message);
  });
});

declare module 'unbzip2-stream/lib/bit_iterator.js' {
  interface BitReader {
    (bits: number | null): number | undefined;
    /** Bytes of the input that were begun. */
    bytesRead: number;
  }
  /** Reads bits; `nextBuffer` is asked when the bytes at hand are used up and must give at least one. */
  export default function bitIterator(nextBuffer: () => Uint8Array): BitReader;
}

declare module 'unbzip2-stream/lib/bzip2.js' {
  import type bitIterator from 'unbzip2-stream/lib/bit_iterator.js';
  type BitReader = ReturnType<typeof bitIterator>;
  const bzip2: {
    /** Reads `BZh1` … `BZh9`: the block size in units of 100,000 bytes. */
    header(bits: BitReader): number;
    /** Unpacks one block byte by byte into `write`; null at the end of a stream, whose checksum was right then. */
    decompress(bits: BitReader, write: (byte: number) => void, work: Int32Array, size: number, crc: number): number | null;
  };
  export default bzip2;
}

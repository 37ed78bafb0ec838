import { open } from 'node:fs/promises';

/** A file's bytes. It is opened when the first one is asked for, so that an error meets who reads and nobody else. */
export async function* readChunks(filePath: string): AsyncGenerator<Uint8Array> {
  const file = await open(filePath, 'r');
  try {
    yield* file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>;
  } finally {
    await file.close();
  }
}

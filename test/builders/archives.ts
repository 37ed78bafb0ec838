import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { ZipFile } from 'yazl';

export type TarType = 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO';

export interface TarMember {
  readonly path: string;
  readonly content?: string | Uint8Array;
  readonly type?: TarType;
  readonly linkpath?: string;
}

/** A tar with exactly these members, hostile ones too: nothing is cleaned up on the way. */
export function tarBytes(members: readonly TarMember[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { path, content = '', type = 'File', linkpath = '' } of members) {
    const body = Buffer.from(content);
    const header = new Header({
      path,
      type,
      linkpath,
      size: type === 'File' ? body.length : 0,
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime: new Date(0),
    });
    const block = Buffer.alloc(512);
    if (header.encode(block)) throw new Error(`${path} needs an extended header`);
    blocks.push(block);
    if (type === 'File') blocks.push(body, Buffer.alloc((512 - (body.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** As plugin servers pack them: bzip2 where the tool is there, else gzip, which every reader takes as well. */
export function packTar(bytes: Uint8Array): { bytes: Buffer; extension: 'tar.bz2' | 'tar.gz' } {
  if (spawnSync('bzip2', ['--version'], { stdio: 'ignore' }).error) return { bytes: gzipSync(bytes), extension: 'tar.gz' };
  return { bytes: execFileSync('bzip2', ['-c'], { input: bytes, maxBuffer: 2 ** 30 }), extension: 'tar.bz2' };
}

const MADE = new Date('2020-01-01T00:00:00Z');

export async function zipBytes(members: readonly { path: string; content: string | Uint8Array }[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { path, content } of members) {
    if (path.endsWith('/')) zip.addEmptyDirectory(path, { mtime: MADE });
    else zip.addBuffer(Buffer.from(content), path, { mtime: MADE });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

export async function writeZip(
  zipPath: string,
  members: readonly { path: string; content: string | Uint8Array }[],
): Promise<void> {
  await pipeline([await zipBytes(members)], createWriteStream(zipPath));
}

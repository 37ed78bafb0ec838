import { randomBytes } from 'node:crypto';
import { type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const MOST_OF_ONE_NAME = 1000;

/** Absolute folders on one disk. */
interface ReceivedPlace {
  readonly dir: string;
  readonly partDir: string;
  readonly name: string;
}

/** A file that a device writes: elsewhere until it is whole, then beside what is there, never over it. */
export class ReceivedFile {
  readonly #handle: FileHandle;
  readonly #partPath: string;
  readonly #dir: string;
  readonly #name: string;

  private constructor(handle: FileHandle, partPath: string, dir: string, name: string) {
    this.#handle = handle;
    this.#partPath = partPath;
    this.#dir = dir;
    this.#name = name;
  }

  /** Makes `dir` where it is missing. Rejects with the file system's own error. */
  static async create({ dir, partDir, name }: ReceivedPlace): Promise<ReceivedFile> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const partPath = path.join(partDir, `written-${randomBytes(8).toString('hex')}`);
    return new ReceivedFile(await open(partPath, 'wx', 0o600), partPath, dir, name);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) done += (await this.#handle.write(bytes, done)).bytesWritten;
  }

  /** On the disk, under its name. Resolves with the path. */
  async keep(): Promise<string> {
    await this.#handle.sync();
    await this.#handle.close();
    const kept = await this.#place();
    const folder = await open(this.#dir, 'r').catch(() => undefined); // Windows opens no folders, and needs no word for them.
    await folder?.sync().catch(() => undefined); // The file itself is safe; some systems refuse this for a folder.
    await folder?.close();
    return kept;
  }

  /** Nothing of it stays. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined); // It may be closed: what counts is that the file goes.
    await rm(this.#partPath, { force: true });
  }

  async #place(): Promise<string> {
    const { name, ext } = path.parse(this.#name);
    for (let nth = 1; nth <= MOST_OF_ONE_NAME; nth += 1) {
      const target = path.join(this.#dir, nth === 1 ? this.#name : `${name}-${nth}${ext}`);
      if (await this.#moveTo(target)) return target;
    }
    throw new Error(`there are ${MOST_OF_ONE_NAME} files named ${this.#name}`);
  }

  /** False where there is something. */
  async #moveTo(target: string): Promise<boolean> {
    try {
      // A second name and then the first one away: unlike a rename this never takes the place of another file.
      await link(this.#partPath, target);
      await rm(this.#partPath);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      if (!WITHOUT_LINKS.has(codeOf(error))) throw error;
    }
    // A stick without links: the name is taken first, by a file of no bytes.
    const taken = await open(target, 'wx').catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') return undefined;
      throw error;
    });
    if (!taken) return false;
    await taken.close();
    await rename(this.#partPath, target);
    return true;
  }
}

const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP']);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

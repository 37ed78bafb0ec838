import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { ProvdeskError, reasonOf } from '../../../shared/failures.ts';
import { foldName } from '../../domain/provisioning/asked-name.ts';
import { meansSomethingElseOnWindows } from '../../domain/provisioning/windows-name.ts';
import { endOfSecond } from '../serving/end-of-second.ts';
import { fileVersion } from '../serving/file-version.ts';
import { codeOf } from '../store/disk-failure.ts';

export interface FolderFile {
  readonly filePath: string;
  /** Relative, as the folder writes it. */
  readonly served: string;
  readonly size: number;
  readonly modifiedAt: number;
  readonly version: string;
  /** Where it was found by its very name and no link led there: as long as it is unchanged, no other one can be meant. */
  readonly holds?: 'while-unchanged';
}

/**
 * A folder that is served as it is: every request looks at the disk, so new and changed files are seen. Only plain
 * files whose real path lies inside it; links that lead out, FIFOs and devices do not exist for a phone.
 */
export class ServedFolder {
  readonly root: string;
  readonly #isOnWindows: boolean;

  private constructor(root: string, isOnWindows: boolean) {
    this.root = root;
    this.#isOnWindows = isOnWindows;
  }

  /** @throws ProvdeskError `serving.folder-unreadable` */
  static async open(dir: string, platform: NodeJS.Platform = process.platform): Promise<ServedFolder> {
    try {
      const root = await realpath(dir);
      await readdir(root);
      return new ServedFolder(root, platform === 'win32');
    } catch (error) {
      throw new ProvdeskError('serving.folder-unreadable', { path: dir, reason: reasonOf(error) }, { cause: error });
    }
  }

  /** `asked` is what `askedName` let through: relative, nothing that climbs. */
  async find(asked: string): Promise<FolderFile | undefined> {
    if (this.#isOnWindows && meansSomethingElseOnWindows(asked)) return undefined;
    const named = path.join(this.root, ...asked.split('/'));
    const found = await this.#look(named, asked);
    if (found) return found.filePath === named ? { ...found, holds: 'while-unchanged' } : found;
    const served = await this.#folded(asked);
    return served === undefined ? undefined : await this.#look(path.join(this.root, ...served.split('/')), served);
  }

  async #look(named: string, served: string): Promise<FolderFile | undefined> {
    try {
      const filePath = await realpath(named);
      if (!filePath.startsWith(this.root + path.sep)) return undefined;
      const found = await stat(filePath, { bigint: true });
      if (!found.isFile()) return undefined;
      return {
        filePath,
        served,
        size: Number(found.size),
        modifiedAt: endOfSecond(Number(found.mtimeMs)),
        version: fileVersion(found),
      };
    } catch (error) {
      if (ABSENT.has(codeOf(error) ?? '')) return undefined;
      throw error;
    }
  }

  /** Part by part, the first name that differs only in case. */
  async #folded(asked: string): Promise<string | undefined> {
    const parts: string[] = [];
    for (const part of asked.split('/')) {
      const names: string[] = await readdir(path.join(this.root, ...parts)).catch((error: unknown): string[] => {
        if (ABSENT.has(codeOf(error) ?? '')) return [];
        throw error;
      });
      const wanted = foldName(part);
      const name = names.includes(part) ? part : names.find((candidate) => foldName(candidate.normalize('NFC')) === wanted);
      if (name === undefined) return undefined;
      parts.push(name);
    }
    return parts.join('/');
  }
}

/** What a name that is not there may answer, on any system: none of it is a broken disk. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES', 'EPERM', 'EINVAL', 'ERR_INVALID_ARG_VALUE']);

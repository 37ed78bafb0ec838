import { ProvdeskError } from '../../../shared/failures.ts';
import { unsafeNameReason } from '../store/safe-join.ts';

/** What an archive may unpack to. Beyond it, it is refused: a bomb costs no more than the limit. */
export interface ArchiveLimits {
  readonly bytes: number;
  readonly members: number;
  /** Unpacked bytes for one packed byte, looked at beyond 64 MiB. */
  readonly ratio: number;
}

export const PLUGIN_LIMITS: ArchiveLimits = { bytes: 512 * 2 ** 20, members: 20_000, ratio: 200 };
/** The largest real firmware archive is 985 MB; Android images unpack to several. */
export const FIRMWARE_LIMITS: ArchiveLimits = { bytes: 8 * 2 ** 30, members: 50_000, ratio: 1000 };

const RATIO_FROM = 64 * 2 ** 20;

/** Checks every member of one archive before it is written: name, kind, twins, sizes. */
export class MemberChecks {
  readonly #archive: string;
  readonly #limits: ArchiveLimits;
  readonly #packedBytes: number;
  readonly #folded = new Map<string, 'file' | 'folder'>();
  #members = 0;
  #bytes = 0;

  constructor(archive: string, packedBytes: number, limits: ArchiveLimits) {
    this.#archive = archive;
    this.#packedBytes = packedBytes;
    this.#limits = limits;
  }

  /**
   * The member's relative path, or undefined for the root itself (`./`).
   *
   * @throws ProvdeskError `archive.unsafe-member`, `archive.too-large`
   */
  admit(raw: string, kind: 'file' | 'folder'): string | undefined {
    this.#members += 1;
    if (this.#members > this.#limits.members) throw this.#tooLarge('members', this.#members, this.#limits.members);
    const name = raw.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
    if (name === '' || name === '.') return undefined;
    const reason = unsafeNameReason(name);
    if (reason !== undefined) throw this.refuse(raw, reason);
    this.#admitPath(raw, name, kind);
    return name;
  }

  /** Counts unpacked bytes as they come, whatever the archive declared. */
  addBytes(count: number): void {
    this.#bytes += count;
    if (this.#bytes > this.#limits.bytes) throw this.#tooLarge('bytes', this.#bytes, this.#limits.bytes);
    const allowed = Math.max(RATIO_FROM, this.#packedBytes * this.#limits.ratio);
    if (this.#bytes > allowed) throw this.#tooLarge('bytes', this.#bytes, allowed);
  }

  refuse(member: string, reason: string): ProvdeskError {
    return new ProvdeskError('archive.unsafe-member', { archive: this.#archive, member: member.slice(0, 200), reason });
  }

  /** Two names that are one on Windows or macOS would overwrite each other there. */
  #admitPath(raw: string, name: string, kind: 'file' | 'folder'): void {
    const parts = name.split('/');
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const folded = parts.slice(0, depth).join('/').normalize('NFC').toLowerCase();
      const isLast = depth === parts.length;
      const there = this.#folded.get(folded);
      const wanted = isLast ? kind : 'folder';
      if (there !== undefined && (there !== wanted || (isLast && kind === 'file'))) {
        throw this.refuse(raw, 'another member has the same name');
      }
      this.#folded.set(folded, wanted);
    }
  }

  #tooLarge(what: string, actual: number, limit: number): ProvdeskError {
    return new ProvdeskError('archive.too-large', { archive: this.#archive, what, actual, limit });
  }
}

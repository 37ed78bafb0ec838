import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { FileAnswer, RenderedAnswer } from '../../domain/provisioning/request.ts';
import type { ContentAnswer } from '../serving/duties.ts';
import { endOfSecond } from '../serving/end-of-second.ts';
import { fileVersion } from '../serving/file-version.ts';
import { type FileCache, NotARegularFile, type OpenFile } from '../tftp/file-cache.ts';
import { contentTypeOf } from './content-type.ts';
import { type FileFacts, SmallFile } from './small-file.ts';

/** Up to this size a response is kept whole and goes out in one step: configurations, pictures, ring tones. */
export const SMALL_BYTES = 64 * 1024;
const BUDGET_BYTES = 32 * 1024 * 1024;
/** What an entry takes beside its bytes, so that a million empty files are bounded too. */
const ENTRY_BYTES = 2048;
/** Heads, and a second copy of the bytes for connections that stay. */
const COPIES = 3;

/** A file as HTTP sends it. `content` is to be released. */
export type HttpFile = SmallFile | { readonly kind: 'large'; readonly facts: FileFacts; readonly content: OpenFile };

/** A file that changes faster than it can be read. */
export class UnsteadyFile extends Error {}

/** Small files at hand, by their version; larger ones come from the cache that they share with TFTP. */
export class ReadyFiles {
  readonly #files: FileCache;
  /** The least lately used first. */
  readonly #small = new Map<string, SmallFile>();
  readonly #coming = new Map<string, Promise<SmallFile>>();
  #taken = 0;

  constructor(files: FileCache) {
    this.#files = files;
  }

  /** Where it is at hand and nobody has to look at the disk. */
  find(answer: ContentAnswer): SmallFile | undefined {
    const version = versionOf(answer);
    return version === undefined ? undefined : this.#atHand(keyOf(answer, version));
  }

  /** Rejects with `NotARegularFile`, `NoRoomInMemory`, `UnsteadyFile`, or the file system's own error. `now`: milliseconds since 1970. */
  async open(answer: ContentAnswer, now: number): Promise<HttpFile> {
    if (answer.kind === 'rendered') return await this.#openRendered(answer, now);
    const version = versionOf(answer);
    const seen = version === undefined ? await look(answer) : { answer, version };
    try {
      return await this.#openAs(seen.answer, seen.version, now);
    } catch (error) {
      if (!(error instanceof UnsteadyFile) || answer.sha256 !== null) throw error;
      const again = await look(answer);
      return await this.#openAs(again.answer, again.version, now);
    }
  }

  async #openRendered(answer: RenderedAnswer, now: number): Promise<HttpFile> {
    const { sha256, size, bytes } = answer;
    const key = keyOf(answer, sha256);
    const known = this.#atHand(key);
    if (known) return known;
    const facts = factsOf(answer, sha256, now);
    if (size > SMALL_BYTES) return { kind: 'large', facts, content: await this.#files.open(answer, false) };
    return this.#keep(key, new SmallFile(facts, Buffer.from(bytes.buffer, bytes.byteOffset, size)), now);
  }

  async #openAs(answer: FileAnswer, version: string, now: number): Promise<HttpFile> {
    const key = keyOf(answer, version);
    const known = this.#atHand(key);
    if (known) return known;
    const facts = factsOf(answer, version, now);
    if (answer.size > SMALL_BYTES) return { kind: 'large', facts, content: await this.#open(answer, version) };
    const coming = this.#coming.get(key) ?? this.#read(key, answer, version, facts, now).finally(() => this.#coming.delete(key));
    this.#coming.set(key, coming);
    return await coming;
  }

  async #read(key: string, answer: FileAnswer, version: string, facts: FileFacts, now: number): Promise<SmallFile> {
    const content = await this.#open(answer, version);
    try {
      const body = Buffer.allocUnsafeSlow(content.size);
      await content.load(0, content.size);
      if (!content.copy(0, content.size, body, 0)) throw new UnsteadyFile(`others took the memory of ${answer.filePath}`);
      return this.#keep(key, new SmallFile(facts, body), now);
    } finally {
      content.release();
    }
  }

  async #open(answer: FileAnswer, version: string): Promise<OpenFile> {
    const content = await this.#files.open({ ...answer, version }, false);
    if (content.size === answer.size) return content;
    content.release();
    throw new UnsteadyFile(`${answer.filePath} changed while it was opened`);
  }

  #atHand(key: string): SmallFile | undefined {
    const file = this.#small.get(key);
    if (!file) return undefined;
    this.#small.delete(key);
    this.#small.set(key, file);
    return file;
  }

  /** What says of itself that it was changed only now says something else later. */
  #keep(key: string, file: SmallFile, now: number): SmallFile {
    if (file.facts.modifiedAt > now) return file;
    this.#small.set(key, file);
    this.#taken += takenBy(file);
    for (const [former, old] of this.#small) {
      if (this.#taken <= BUDGET_BYTES || old === file) break;
      this.#small.delete(former);
      this.#taken -= takenBy(old);
    }
    return file;
  }
}

/** What is published is the same under its digest for ever. A folder's file is looked at, where nobody else has. */
async function look(answer: FileAnswer): Promise<{ answer: FileAnswer; version: string }> {
  const found = await stat(answer.filePath, { bigint: true });
  if (!found.isFile()) throw new NotARegularFile(`${answer.filePath} is not a regular file`);
  return {
    answer: { ...answer, size: Number(found.size), modifiedAt: endOfSecond(Number(found.mtimeMs)) },
    version: fileVersion(found),
  };
}

/** Of bytes that never change, or of a file that somebody has looked at. */
function versionOf(answer: ContentAnswer): string | undefined {
  return answer.sha256 ?? (answer.kind === 'file' ? answer.version : undefined);
}

/** The type of one file may differ by the name under which it is published, and its date by when it was. */
function keyOf({ served, modifiedAt }: ContentAnswer, version: string): string {
  return `${version} ${modifiedAt} ${served}`;
}

function factsOf({ sha256, size, modifiedAt, served }: ContentAnswer, version: string, now: number): FileFacts {
  // Without a digest nobody has compared the bytes: the version makes them probably the same. RFC 9110 §8.8.1.
  const etag = sha256 === null ? `W/"${createHash('sha1').update(version).digest('base64url')}"` : `"${sha256}"`;
  // RFC 9110 §8.8.2.1: never later than now. A clock of another machine may be ahead, or a second is not over yet.
  const dated = Math.min(modifiedAt, now);
  const fields = {
    'Content-Type': contentTypeOf(served),
    'Last-Modified': new Date(dated).toUTCString(),
    ETag: etag,
    'Accept-Ranges': 'bytes',
  };
  return { size, etag, modifiedAt, fields };
}

function takenBy({ body }: SmallFile): number {
  return body.length * COPIES + ENTRY_BYTES;
}

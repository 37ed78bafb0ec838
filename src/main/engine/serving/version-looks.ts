import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileVersion } from './file-version.ts';

type Look = (filePath: string) => Promise<BigIntStats>;

/**
 * Looks at files on the disk, at each with one look at a time: who asks during a look waits for the next one, together
 * with all others who do. So everybody hears of a look that began after they asked, and a thousand phones that ask for
 * one file cost a few looks.
 */
export class VersionLooks {
  readonly #look: Look;
  readonly #underWay = new Map<string, Promise<string | undefined>>();
  readonly #next = new Map<string, Promise<string | undefined>>();

  constructor(look: Look = (filePath) => stat(filePath, { bigint: true })) {
    this.#look = look;
  }

  /** Undefined where the file cannot be looked at: the engine, asked next, says why. */
  versionOf(filePath: string): Promise<string | undefined> {
    const next = this.#next.get(filePath) ?? this.#lookNext(filePath);
    this.#next.set(filePath, next);
    return next;
  }

  async #lookNext(filePath: string): Promise<string | undefined> {
    // At the end of this turn of the event loop, in which more may ask.
    await (this.#underWay.get(filePath) ?? endOfTurn());
    this.#next.delete(filePath);
    const look = this.#look(filePath).then(fileVersion, () => undefined);
    this.#underWay.set(filePath, look);
    const version = await look;
    if (this.#underWay.get(filePath) === look) this.#underWay.delete(filePath);
    return version;
  }
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

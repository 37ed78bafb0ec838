import { type BigIntStats, stat } from 'node:fs';
import { promisify } from 'node:util';

const statOf = promisify(stat);

interface Look {
  readonly found: Promise<BigIntStats | undefined>;
  next: Promise<BigIntStats | undefined> | undefined;
}

/**
 * Looks at files for many who ask at the same time. Each gets a look that began after they asked, so nobody is told of a
 * state that was over; those who come while one is under way share the next one.
 */
export class FileLooks {
  readonly #stat: (path: string) => Promise<BigIntStats>;
  readonly #underWay = new Map<string, Look>();

  constructor(look = (path: string) => statOf(path, { bigint: true })) {
    this.#stat = look;
  }

  /** Undefined where there is nothing to see, for whatever reason. */
  look(path: string): Promise<BigIntStats | undefined> {
    const former = this.#underWay.get(path);
    if (!former) return this.#begin(path);
    former.next ??= former.found.then(() => this.#begin(path));
    return former.next;
  }

  #begin(path: string): Promise<BigIntStats | undefined> {
    const found = this.#stat(path).catch(() => undefined); // Whoever opens the file hears what is wrong.
    const look: Look = { found, next: undefined };
    this.#underWay.set(path, look);
    void found.then(() => {
      if (!look.next) this.#underWay.delete(path);
    });
    return found;
  }
}

import { ProvdeskError } from '../../../shared/failures.ts';

/** Something whose progress a client may follow. */
export interface Followed {
  /** The progress text of now. */
  text(): Promise<string>;
  hasEnded(): Promise<boolean>;
}

/** Clients that forget to delete what they followed must not fill the memory. */
const MOST = 200;

/** Operation resources by their path: `…/install/install/1`. Numbers count up for each service, as provd's do. */
export class OperationTable {
  readonly #followed = new Map<string, Followed>();
  readonly #numbers = new Map<string, number>();

  /**
   * Begins what `start` begins, and returns the path where it is found from now on. Drops the oldest that has ended
   * where there are too many.
   *
   * @throws ProvdeskError `rest.too-many-operations` where all of them still run; nothing is begun then
   */
  async add(servicePath: string, start: () => Promise<Followed>): Promise<string> {
    if (this.#followed.size >= MOST) await this.#dropOldestEnded();
    const followed = await start();
    const number = (this.#numbers.get(servicePath) ?? 0) + 1;
    this.#numbers.set(servicePath, number);
    const path = `${servicePath}/${number}`;
    this.#followed.set(path, followed);
    return path;
  }

  find(path: string): Followed | undefined {
    return this.#followed.get(path);
  }

  /** Forgets the resource; what it follows goes on. */
  delete(path: string): boolean {
    return this.#followed.delete(path);
  }

  async #dropOldestEnded(): Promise<void> {
    for (const [path, followed] of this.#followed) {
      if (await followed.hasEnded()) {
        this.#followed.delete(path);
        return;
      }
    }
    throw new ProvdeskError('rest.too-many-operations', { limit: MOST });
  }
}

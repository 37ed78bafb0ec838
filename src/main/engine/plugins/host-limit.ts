/** Lets only so many work on one host at a time; the others wait their turn, first come first served. */
export class HostLimit {
  readonly #most: number;
  readonly #busy = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(most: number) {
    this.#most = most;
  }

  async run<T>(url: string, work: () => Promise<T>): Promise<T> {
    const host = URL.canParse(url) ? new URL(url).host : '';
    await this.#enter(host);
    try {
      return await work();
    } finally {
      this.#leave(host);
    }
  }

  async #enter(host: string): Promise<void> {
    const busy = this.#busy.get(host) ?? 0;
    if (busy < this.#most) {
      this.#busy.set(host, busy + 1);
      return;
    }
    await new Promise<void>((resolve) => {
      this.#waiting.set(host, [...(this.#waiting.get(host) ?? []), resolve]);
    });
  }

  /** The place goes straight to who waits, so that nobody slips in between. */
  #leave(host: string): void {
    const [next, ...rest] = this.#waiting.get(host) ?? [];
    if (rest.length > 0) this.#waiting.set(host, rest);
    else this.#waiting.delete(host);
    if (next) next();
    else this.#busy.set(host, (this.#busy.get(host) ?? 1) - 1);
  }
}

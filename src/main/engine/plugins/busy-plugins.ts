import { ProvdeskError } from '../../../shared/failures.ts';

/** One change of a plugin at a time, whoever makes it. */
export class BusyPlugins {
  readonly #busy = new Set<string>();
  readonly #onIdle: () => void;
  #holds = 0;

  /** `onIdle` is called whenever the last one who works with the store has ended. */
  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  /** Whoever else is changing something: what that one has fetched is not referred to by anything yet. */
  other(plugin: string): string | undefined {
    return [...this.#busy].find((busy) => busy !== plugin);
  }

  isBusy(plugin: string): boolean {
    return this.#busy.has(plugin);
  }

  /** Returns what ends it; ending it twice is ending it once. @throws ProvdeskError `plugins.busy` */
  occupy(plugin: string): () => void {
    if (this.#busy.has(plugin)) throw new ProvdeskError('plugins.busy', { plugin });
    this.#busy.add(plugin);
    const release = this.hold();
    return () => {
      if (this.#busy.delete(plugin)) release();
    };
  }

  /** For who only reads what it fetches: that stays until the end of it, and nobody has to wait. */
  hold(): () => void {
    this.#holds += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holds -= 1;
      if (this.#holds === 0) this.#onIdle();
    };
  }
}

import { ProvdeskError } from '../../../shared/failures.ts';

/** One change of a plugin at a time, whoever makes it. */
export class BusyPlugins {
  readonly #busy = new Set<string>();

  /** Whoever else is changing something: what that one has fetched is not referred to by anything yet. */
  other(plugin: string): string | undefined {
    return [...this.#busy].find((busy) => busy !== plugin);
  }

  /** Returns what ends it. @throws ProvdeskError `plugins.busy` */
  occupy(plugin: string): () => void {
    if (this.#busy.has(plugin)) throw new ProvdeskError('plugins.busy', { plugin });
    this.#busy.add(plugin);
    return () => this.#busy.delete(plugin);
  }
}

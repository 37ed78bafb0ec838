import type { ProvdeskNews } from '../../shared/contract/client.ts';

type Listener = (name: string, payload: unknown) => void;

/** Where the engine's parts announce and its clients hear. */
export class NewsDesk {
  readonly #listeners = new Set<Listener>();

  announce<N extends keyof ProvdeskNews>(name: N, payload: ProvdeskNews[N]): void {
    for (const listener of this.#listeners) listener(name, payload);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

import { create } from 'zustand';
import type { ImageType } from '../../shared/contract/images.ts';
import { engine } from '../client.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

interface TypesMirror {
  readonly phase: Phase;
  /** Of this site: they go before the built-in ones. */
  readonly custom: readonly ImageType[];
  readonly builtIn: readonly ImageType[];
}

export const useImageTypes = create<TypesMirror>(() => ({ phase: loading, custom: [], builtIn: [] }));

/** By which types an image is known that says nothing of itself. No news tell of them: who shows them asks. */
export async function loadImageTypes(): Promise<void> {
  try {
    useImageTypes.setState({ phase: ready, ...(await engine.images.types()) });
  } catch (error) {
    useImageTypes.setState({ phase: failed(error) });
  }
}

/** @throws ProvdeskError whatever the engine refuses */
export async function keepImageTypes(custom: readonly ImageType[]): Promise<void> {
  await engine.images.setTypes({ custom: [...custom] });
  await loadImageTypes();
}

import { create } from 'zustand';
import type { Build, Category, FirmwareImage } from '../../shared/contract/images.ts';
import { engine, onLinkState, onNews } from '../client.ts';
import { failed, loading, type Phase, ready } from './phase.ts';

interface ImagesMirror {
  readonly phase: Phase;
  readonly categories: readonly Category[];
  /** By category, the newest first. */
  readonly builds: readonly Build[];
  /** Newest first. */
  readonly images: readonly FirmwareImage[];
  /** Largest image in bytes; null: no limit. */
  readonly limit: number | null;
}

export const useImages = create<ImagesMirror>(() => ({ phase: loading, categories: [], builds: [], images: [], limit: null }));

let following = false;

/** From the first screen that asks on, for as long as the window is open. */
export function followImages(): void {
  if (following) return;
  following = true;
  onNews('images.changed', () => void loadImages());
  onLinkState((state) => {
    if (state === 'online') void loadImages();
  });
}

export async function loadImages(): Promise<void> {
  try {
    const { images } = engine;
    const [categories, builds, list, limit] = await Promise.all([
      images.categories(),
      images.builds({}),
      images.list(),
      images.limit(),
    ]);
    useImages.setState({ phase: ready, categories, builds, images: list, limit: limit.bytes });
  } catch (error) {
    useImages.setState({ phase: failed(error) });
  }
}

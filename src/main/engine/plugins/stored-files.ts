import type { StoreUsage } from '../../../shared/contract/files.ts';
import { ProvdeskError } from '../../../shared/failures.ts';
import type { ContentStore } from '../store/content-store.ts';
import type { StoreSpace } from '../store/store-space.ts';
import { addFiles } from './brought-files.ts';
import type { BusyPlugins } from './busy-plugins.ts';
import type { InstalledPlugins } from './installed-plugins.ts';

export interface StoredFilesParts {
  readonly contents: ContentStore;
  readonly space: StoreSpace;
  readonly installed: InstalledPlugins;
  readonly busy: BusyPlugins;
  /** Something that a plugin's packages show is different. */
  changed(plugin: string): void;
}

/** What the store holds for packages: what is brought, what it takes, and what may go. */
export class StoredFiles {
  readonly #parts: StoredFilesParts;

  constructor(parts: StoredFilesParts) {
    this.#parts = parts;
  }

  /** @throws ProvdeskError `store.disk-full`; what is wrong with a single file is in the answer */
  async add(paths: readonly string[]): ReturnType<typeof addFiles> {
    // What was brought is referred to by nothing until it is installed.
    const release = this.#parts.busy.occupy('files');
    try {
      return await addFiles(paths, this.#parts);
    } finally {
      release();
      this.#parts.changed('');
    }
  }

  usage(): StoreUsage {
    return this.#parts.space.usage();
  }

  setLimit(bytes: number | null): StoreUsage {
    this.#parts.space.limit = bytes;
    return this.usage();
  }

  /** @throws ProvdeskError `plugins.busy`: what an installation has fetched is not referred to by anything yet */
  clean(): { freed: number } {
    const plugin = this.#parts.busy.other('');
    if (plugin !== undefined) throw new ProvdeskError('plugins.busy', { plugin });
    const freed = this.#parts.space.clean();
    this.#parts.changed('');
    return { freed };
  }
}

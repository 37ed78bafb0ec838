import type { PluginChange } from '../../../shared/contract/plugin-change.ts';
import type { FolderIndex, NewVersion, PluginProblem } from '../../../shared/contract/repo.ts';
import { checkPlugin } from '../../domain/authoring/check-plugin.ts';
import { buildArchives } from './build.ts';
import { indexFolder } from './index-folder.ts';
import { measureFiles } from './measure.ts';
import { makeNewVersion, type NewVersionWish } from './new-version.ts';
import type { AuthoringParts } from './parts.ts';
import { findPluginFolders, readPluginTexts } from './plugin-folder.ts';
import { previewPromotion, promote, type Promotion } from './promote.ts';

/** The maintainer's work on folders of his own: nothing here touches what is installed. */
export class Authoring {
  readonly #parts: AuthoringParts;

  constructor(parts: AuthoringParts) {
    this.#parts = parts;
  }

  async check(source: string): Promise<{ plugins: { plugin: string; problems: PluginProblem[] }[] }> {
    const plugins: { plugin: string; problems: PluginProblem[] }[] = [];
    for (const { id, dir } of await findPluginFolders(source)) {
      plugins.push({ plugin: id, problems: checkPlugin(await readPluginTexts(dir)) });
    }
    return { plugins };
  }

  build(source: string, outDir: string): ReturnType<typeof buildArchives> {
    return buildArchives(source, outDir, this.#parts);
  }

  index(dir: string): Promise<FolderIndex> {
    return indexFolder(dir, this.#parts);
  }

  previewPromotion(promotion: Promotion): Promise<PluginChange> {
    return previewPromotion(promotion, this.#parts);
  }

  promote(promotion: Promotion): ReturnType<typeof promote> {
    return promote(promotion, this.#parts);
  }

  newVersion(wish: NewVersionWish): Promise<NewVersion> {
    return makeNewVersion(wish, this.#parts);
  }

  measure(paths: readonly string[]): ReturnType<typeof measureFiles> {
    return measureFiles(paths);
  }
}

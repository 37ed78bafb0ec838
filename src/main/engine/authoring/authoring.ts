import type { PluginChange } from '../../../shared/contract/plugin-change.ts';
import type { Channel, FolderIndex, NewVersion, PluginProblem, PluginSource } from '../../../shared/contract/repo.ts';
import { checkPlugin } from '../../domain/authoring/check-plugin.ts';
import { buildArchives } from './build.ts';
import type { Measure } from '../../domain/authoring/rewrite-packages.ts';
import { readChannel } from './channel.ts';
import { indexFolder } from './index-folder.ts';
import { measure, measureFiles } from './measure.ts';
import { makeNewVersion, type NewVersionWish, previewNewVersion } from './new-version.ts';
import type { AuthoringParts } from './parts.ts';
import { findPluginFolders, readPluginTexts, versionIn } from './plugin-folder.ts';
import { showPluginSource } from './plugin-source.ts';
import { previewPromotion, promote, type Promotion } from './promote.ts';

/** The maintainer's work on folders of his own: nothing here touches what is installed. */
export class Authoring {
  readonly #parts: AuthoringParts;

  constructor(parts: AuthoringParts) {
    this.#parts = parts;
  }

  async check(source: string): Promise<{ plugins: { plugin: string; version: string | null; problems: PluginProblem[] }[] }> {
    const plugins: { plugin: string; version: string | null; problems: PluginProblem[] }[] = [];
    for (const { id, dir } of await findPluginFolders(source)) {
      const texts = await readPluginTexts(dir);
      plugins.push({ plugin: id, version: versionIn(texts), problems: checkPlugin(texts) });
    }
    return { plugins };
  }

  show(source: string, id: string): Promise<PluginSource> {
    return showPluginSource(source, id);
  }

  channel(dir: string): Promise<Channel> {
    return readChannel(dir, this.#parts);
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

  previewNewVersion(wish: NewVersionWish): Promise<NewVersion> {
    return previewNewVersion(wish, this.#parts);
  }

  measure(paths: readonly string[]): ReturnType<typeof measureFiles> {
    return measureFiles(paths);
  }

  async measureAddress(url: string): Promise<Measure> {
    return measure(await this.#parts.fetch(url));
  }
}

import type { PluginSource } from '../../../shared/contract/repo.ts';
import { nextVersion } from '../../domain/authoring/rewrite-info.ts';
import { filesOf } from '../../domain/authoring/rewrite-packages.ts';
import { parsePackages } from '../../domain/plugins/pkgs-db.ts';
import { findSource } from './new-version.ts';
import { readPluginTexts, requireValid } from './plugin-folder.ts';

/**
 * What a new version of a plugin starts from: its versions, its packages and their files.
 *
 * @throws ProvdeskError `repo.no-plugins`, `repo.plugin-invalid`, `store.unreadable`
 */
export async function showPluginSource(source: string, id: string): Promise<PluginSource> {
  const folder = await findSource(source, id);
  const texts = await readPluginTexts(folder.dir);
  const { version } = requireValid(folder.id, texts).info;
  return {
    id: folder.id,
    version,
    nextVersion: nextVersion(version),
    packages: parsePackages(texts.packages).packages.map((each) => ({
      id: each.id,
      version: each.version,
      files: each.files.map((file) => file.id),
    })),
    files: [...filesOf(texts.packages).values()].map((file) => ({
      id: file.id,
      filename: file.filename,
      url: file.url,
      size: file.size,
    })),
  };
}

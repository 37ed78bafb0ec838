import type { BuiltArchive, PluginProblem } from '../../../shared/contract/repo.ts';
import type { Failure } from '../../../shared/failures.ts';
import { engine } from '../../client.ts';
import type { ChannelName } from '../../mirror/channel-names.ts';
import { loadChannel } from '../../mirror/desk.ts';

export interface Built {
  readonly archives: readonly BuiltArchive[];
  readonly failed: readonly { readonly plugin: string; readonly failure: Failure; readonly problems: readonly PluginProblem[] }[];
}

/**
 * Packs one plugin of the sources, or all, into testing and indexes that anew.
 *
 * @throws ProvdeskError what building or indexing as a whole says; what one plugin says is in the answer
 */
export async function buildInto(source: string, plugin: string | undefined, testing: string): Promise<Built> {
  try {
    const built = await engine.repo.build({ source: plugin === undefined ? source : folderOf(source, plugin), out: testing });
    if (built.archives.length > 0) await engine.repo.index({ dir: testing });
    return built;
  } finally {
    await loadChannel('testing');
  }
}

/** @throws ProvdeskError `archive.…`, `plugins.…`, `store.…` */
export async function indexAnew(name: ChannelName, dir: string): Promise<void> {
  try {
    await engine.repo.index({ dir });
  } finally {
    await loadChannel(name);
  }
}

/** The folder that was chosen may be one plugin's own. */
function folderOf(source: string, plugin: string): string {
  const parts = source.split(/[\\/]+/).filter((part) => part !== '');
  return parts.at(-1) === plugin ? source : `${source.replace(/[\\/]+$/, '')}/${plugin}`;
}

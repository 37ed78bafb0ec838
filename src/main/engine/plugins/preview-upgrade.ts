import type { PluginUpgrade } from '../../../shared/contract/plugin-change.ts';
import { comparePlugins } from '../../domain/plugins/compare-plugins.ts';
import { type FileDefinition, fileKey, type PackageDefinition, mustBeBrought } from '../../domain/plugins/pkgs-db.ts';
import type { Log } from '../host.ts';
import type { ContentStore } from '../store/content-store.ts';
import type { BusyPlugins } from './busy-plugins.ts';
import { within } from './deadline.ts';
import { obtainArchive, readArchive } from './install-plugin.ts';
import type { InstalledPlugins } from './installed-plugins.ts';
import type { PluginServer } from './plugin-server.ts';

export interface PreviewParts {
  readonly contents: ContentStore;
  readonly installed: InstalledPlugins;
  readonly server: PluginServer;
  readonly busy: BusyPlugins;
  readonly log: Log;
}

/** Longest that fetching the archive may take, in milliseconds; a stalled server is given up long before. */
const FETCH_MS = 600_000;

/**
 * What the server's version of an installed plugin would change. Its archive is fetched, verified and kept in the store,
 * where the upgrade finds it; nothing is installed.
 *
 * @throws ProvdeskError `plugins.not-installed`, what `PluginServer.offer`, `obtainArchive` and `readArchive` throw
 */
export async function previewUpgrade(id: string, parts: PreviewParts): Promise<PluginUpgrade> {
  const { contents, installed, server, log } = parts;
  const row = installed.get(id);
  const offer = server.offer(id);
  const release = parts.busy.hold();
  try {
    const archive = await within(FETCH_MS, offer.archiveUrl, (signal) =>
      obtainArchive(
        offer,
        { contents, log },
        { signal, allowFile: server.allowFile, network: server.access, onBytes: () => undefined },
      ),
    );
    const offered = await readArchive(contents, archive);
    const before = {
      version: row.version,
      archiveBytes: contents.get(row.archive)?.size ?? 0,
      // A plugin that can no longer be read defines nothing that could stay.
      packages: row.content?.packages.packages ?? [],
    };
    const after = {
      version: offered.info.version,
      archiveBytes: archive.content.size,
      packages: offered.packages.packages,
    };
    const change = comparePlugins(id, before, after);
    const present = new Set(installed.packagesOf(id).map((each) => each.id));
    const definitions = new Map(after.packages.map((each) => [each.id, each]));
    const toFetch = (...ids: string[]) =>
      bytesToFetch(
        ids.flatMap((each) => definitions.get(each) ?? []),
        contents,
      );
    return {
      ...change,
      before: change.before ?? { version: row.version, archiveBytes: 0, firmwareBytes: 0 },
      current: row.archive === archive.content.sha256,
      added: change.added.map((each) => ({ ...each, toFetch: toFetch(each.id) })),
      removed: change.removed.map((each) => ({ ...each, installed: present.has(each.id) })),
      changed: change.changed.map((each) => ({ ...each, toFetch: toFetch(each.id), installed: present.has(each.id) })),
      toFetch: toFetch(...change.changed.filter((each) => present.has(each.id)).map((each) => each.id)),
    };
  } finally {
    release();
  }
}

/** Of files that have an address and are not here, each once. */
function bytesToFetch(definitions: readonly PackageDefinition[], contents: ContentStore): number {
  const absent = new Map<string, FileDefinition>();
  for (const file of definitions.flatMap(({ files }) => files)) {
    if (!mustBeBrought(file) && !contents.find(file.digest, file.size)) absent.set(fileKey(file), file);
  }
  return [...absent.values()].reduce((sum, { size }) => sum + size, 0);
}

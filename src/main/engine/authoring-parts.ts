import path from 'node:path';
import { ProvdeskError } from '../../shared/failures.ts';
import type { AuthoringParts } from './authoring/parts.ts';
import { extractTar } from './plugins/extract-tar.ts';
import { PLUGIN_LIMITS } from './plugins/members.ts';
import { openSource } from './plugins/source.ts';
import type { NetworkAccess } from './network/network.ts';
import type { ContentStore } from './store/content-store.ts';

/** Longest that one firmware file may take to be measured, in milliseconds; a stalled server is given up long before. */
const FETCH_MS = 3_600_000;
/** The largest real firmware archive is 985 MB. */
const LARGEST_FILE = 8 * 2 ** 30;

/** Lends the readers of plugins to authoring, so that what it publishes is what an installation accepts. */
export function authoringParts(contents: ContentStore, network: NetworkAccess): AuthoringParts {
  return {
    async unpack(archivePath, dir) {
      await extractTar(archivePath, path.basename(archivePath), dir, PLUGIN_LIMITS);
    },
    async fetch(url) {
      const deadline = new AbortController();
      const late = () => deadline.abort(new ProvdeskError('source.stalled', { url, seconds: FETCH_MS / 1000 }));
      setTimeout(late, FETCH_MS).unref();
      return (await openSource(url, { signal: deadline.signal, limit: LARGEST_FILE, allowFile: true, network })).chunks;
    },
    tmpPath: (label) => contents.tmpPath(label),
  };
}

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_DIR } from './test-engine.ts';

/** Real metadata lies beside the project where it is developed; a plain clone has its own small plugin. */
const REAL = path.join(PROJECT_DIR, '../shared/provd');
const OWN = path.join(PROJECT_DIR, 'resources/demo/plugins');

export const hasRealMetadata = existsSync(REAL);

/** Folders with `plugin-info` and `pkgs`, and how to say which they are. */
export function metadataSources(): { label: string; sources: string[] } {
  const dir = hasRealMetadata ? REAL : OWN;
  const sources = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(dir, entry.name))
    .filter((source) => existsSync(path.join(source, 'plugin-info')));
  return { label: hasRealMetadata ? 'real provd metadata' : 'own fixtures (real provd metadata is not here)', sources };
}

/** The demo's plugin: ours, made up, Yealink-shaped. */
export const DEMO_PLUGIN = path.join(OWN, 'provdesk-demo-yealink');

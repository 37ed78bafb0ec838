import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildPluginServer } from './plugin-server.ts';
import { DEMO_PLUGIN } from './provd-metadata.ts';
import { temporaryFolder } from './test-engine.ts';

export const GATED_FILE = 'W70B-146.99.0.3.rom';
export const GATED_PACKAGE = 'W70B-fw';

/** The demo's plugin on a server, one of its files without an address: whoever wants it must bring it. */
export async function buildGatedServer(root: string, url: string): Promise<{ plugin: string; gatedPath: string }> {
  const plugin = path.basename(DEMO_PLUGIN);
  const source = path.join(temporaryFolder('source'), plugin);
  mkdirSync(path.join(source, 'pkgs'), { recursive: true });
  writeFileSync(path.join(source, 'plugin-info'), readFileSync(path.join(DEMO_PLUGIN, 'plugin-info')));
  const pkgs = readFileSync(path.join(DEMO_PLUGIN, 'pkgs/pkgs.db'), 'utf8');
  writeFileSync(path.join(source, 'pkgs/pkgs.db'), pkgs.replace('url: http://localhost/W70B.rom', 'url:'));
  await buildPluginServer({ sources: [source], root, url, keepGated: true });
  return { plugin, gatedPath: path.join(root, 'firmware', plugin, GATED_FILE) };
}

import path from 'node:path';
import { type StaticServer, startStaticServer } from '../fakes/static-server.ts';
import { type BuildOptions, type BuiltPlugin, buildPluginServer } from './plugin-server.ts';
import { DEMO_PLUGIN } from './provd-metadata.ts';
import { temporaryFolder } from './test-engine.ts';

export const DEMO_ID = path.basename(DEMO_PLUGIN);

export interface DemoServer {
  readonly server: StaticServer;
  /** What it serves lies here. */
  readonly root: string;
  readonly plugin: BuiltPlugin;
}

/** The demo's plugin on a plugin server of its own. Who starts it stops it; its folder goes with the temporary ones. */
export async function startDemoServer(wish: Pick<BuildOptions, 'firmwareBytes'> = {}): Promise<DemoServer> {
  const root = temporaryFolder('server');
  const server = await startStaticServer(root);
  const { plugins } = await buildPluginServer({ ...wish, sources: [DEMO_PLUGIN], root, url: server.url });
  const [plugin] = plugins;
  if (!plugin) throw new Error(`no plugin was built of ${DEMO_PLUGIN}`);
  return { server, root, plugin };
}

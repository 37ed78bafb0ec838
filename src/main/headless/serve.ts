import { connect } from '../../shared/contract/client.ts';
import { ProvdeskError } from '../../shared/failures.ts';
import type { Backend } from '../engine/backend.ts';
import type { EngineHost } from '../engine/host.ts';
import { type RestServer, startRestServer } from './rest-api/rest-server.ts';
import { startWindowServer, type WindowServer } from './window-server.ts';

export interface ServeOptions {
  readonly host: Omit<EngineHost, 'kind' | 'windowLink'>;
  /** Opens the engine on `host.dataDir`. */
  readonly openBackend: (host: EngineHost) => Promise<Backend>;
  /** Where the window is served; undefined = no window at all. */
  readonly window?: { readonly rendererDir: string; readonly host?: string; readonly port: number };
  /** Where provd's clients may ask, with what token; undefined = nowhere. */
  readonly rest?: { readonly address: string; readonly port: number; readonly token?: string };
}

export interface HeadlessServer {
  readonly backend: Backend;
  /** A one-time link to the window, where there is one. */
  readonly link: string | undefined;
  readonly rest: Pick<RestServer, 'url' | 'token'> | undefined;
  /** Hangs up on the browsers, then stops the engine. */
  stop(): Promise<void>;
}

/**
 * Runs the engine with its window in a browser. Throws `engine.data-folder-in-use` where another process
 * runs it on that folder, and what `startWindowServer` and
 * `startRestServer` throw; nothing is left running then.
 */
export async function serveHeadless(options: ServeOptions): Promise<HeadlessServer> {
  let windowServer: WindowServer | undefined;
  let restServer: RestServer | undefined;
  const windowLink = () => {
    if (!windowServer) throw new ProvdeskError('ui.not-available');
    return windowServer.newLink();
  };
  const backend = await options.openBackend({ ...options.host, kind: 'headless', windowLink });
  try {
    if (!backend.owned) throw await inUse(backend);
    if (options.window)
      windowServer = await startWindowServer({
        ...options.window,
        dataDir: options.host.dataDir,
        transport: backend,
        log: options.host.log,
        now: options.host.now,
      });
    if (options.rest) restServer = await startRestServer({ ...options.rest, transport: backend, log: options.host.log });
  } catch (error) {
    await windowServer?.stop();
    await backend.close();
    throw error;
  }
  return {
    backend,
    link: windowServer?.newLink(),
    rest: restServer,
    async stop() {
      await restServer?.stop();
      await windowServer?.stop();
      await backend.close();
    },
  };
}

async function inUse(other: Backend): Promise<ProvdeskError> {
  const { pid, dataDir } = await connect(other).app.status();
  return new ProvdeskError('engine.data-folder-in-use', { pid, dataDir });
}
